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
    private const string SeedKey = "seed: ";
    private const string LimitKey = "limit: ";

    /// <summary>The seed of the test that found it.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The most operations, where that is what ended the execution.</summary>
    public int? StepLimit { get; init; }

    /// <summary>The line of the file in which the first decision is.</summary>
    internal int FirstLine => 2 + (Seed is null ? 0 : 1) + (StepLimit is null ? 0 : 1);

    /// <summary>Switches from a thread to another.</summary>
    public int Switches => Decisions.Zip(Decisions.Skip(1)).Count(pair => pair.First.Thread != pair.Second.Thread);

    public string Write()
    {
        var text = new StringBuilder(Header).Append('\n');
        text.Append(Seed is { } seed ? string.Create(CultureInfo.InvariantCulture, $"{SeedKey}{seed}\n") : "");
        text.Append(StepLimit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{LimitKey}{limit}\n") : "");
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

        ulong? seed = null;
        int? limit = null;
        var at = 1;
        for (; at < lines.Length && !lines[at].Contains(" | ", StringComparison.Ordinal); at++)
        {
            if (lines[at].StartsWith(SeedKey, StringComparison.Ordinal) && ulong.TryParse(lines[at][SeedKey.Length..], CultureInfo.InvariantCulture, out var number))
            {
                seed = number;
            }
            else if (lines[at].StartsWith(LimitKey, StringComparison.Ordinal) && int.TryParse(lines[at][LimitKey.Length..], CultureInfo.InvariantCulture, out var most))
            {
                limit = most;
            }
            else
            {
                throw new FormatException($"line {at + 1}: expected '{SeedKey}NUMBER', '{LimitKey}NUMBER' or 'thread | operation', found '{lines[at]}'.");
            }
        }

        return new Schedule([.. lines.Skip(at).Select((line, index) => ReadLine(line, at + index + 1))]) { Seed = seed, StepLimit = limit };
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
