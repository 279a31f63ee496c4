using System.Globalization;
using System.Text;

namespace Exploration.Schedules;

/// <summary>One decision: this thread did this operation, and, for a choice, what it yielded.</summary>
public sealed record Decision(string Thread, string Operation, int? Choice = null)
{
    public override string ToString() => Choice is { } choice ? $"{Thread} | {Operation} = {choice}" : $"{Thread} | {Operation}";
}

/// <summary>The decisions of an execution, by the names of threads and operations. Its text is the schedule file.</summary>
public sealed record Schedule(IReadOnlyList<Decision> Decisions)
{
    private const string Header = "schedule 1";

    /// <summary>Switches from a thread to another.</summary>
    public int Switches => Decisions.Zip(Decisions.Skip(1)).Count(pair => pair.First.Thread != pair.Second.Thread);

    public string Write()
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var decision in Decisions)
        {
            text.Append(decision).Append('\n');
        }

        return text.ToString();
    }

    public static Schedule Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Header)
        {
            throw new FormatException($"line 1: a schedule file begins with '{Header}'.");
        }

        return new Schedule([.. lines.Skip(1).Select((line, index) => ReadLine(line, index + 2))]);
    }

    private static Decision ReadLine(string line, int number)
    {
        var parts = line.Split(" | ", 2);
        if (parts.Length != 2)
        {
            throw new FormatException($"line {number}: expected 'thread | operation', found '{line}'.");
        }

        var equals = parts[1].LastIndexOf(" = ", StringComparison.Ordinal);
        return equals > 0 && int.TryParse(parts[1][(equals + 3)..], CultureInfo.InvariantCulture, out var choice)
            ? new Decision(parts[0], parts[1][..equals], choice)
            : new Decision(parts[0], parts[1]);
    }
}
