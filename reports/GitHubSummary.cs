using System.Text;

namespace Migconf.Reports;

/// <summary>The page GitHub shows for a step, in Markdown: the counts, and a table of what needs attention.</summary>
public static class GitHubSummary
{
    private const string Marks = @"\`*_{}[]()#|~";

    public static string Write(RunReport report)
    {
        var counts = KindNames.Counts(report);
        var text = new StringBuilder($"### migconf {Escape(report.Command)}\n\n{(report.InterruptedBy is null ? "" : "interrupted; until then: ")}{(counts.Length == 0 ? "nothing ran" : counts)}\n");
        var cases = report.Cases.Where(one => one.Kind is not (CaseKind.Conforms or CaseKind.NotRun)).ToList();
        if (cases.Count > 0)
        {
            text.Append("\n| verdict | scenario | pair | details |\n|---|---|---|---|\n");
            foreach (var one in cases.OrderByDescending(one => one.Kind != CaseKind.Known))
            {
                var pair = $"{Escape(one.Source)} to {Escape(one.Destination)}";
                text.Append($"| {one.Kind.Name()} | {Escape(one.Scenario)} | {pair} | {Details(one)} |\n");
            }
        }

        return text.Append($"\n{Escape(report.Tool)}\n\n").ToString();
    }

    private static string Details(CaseResult one) => one.Kind == CaseKind.Known
        ? $"known: {Escape(string.Join(", ", one.KnownAs))}"
        : string.Join("<br>", CaseDetails.Of(one).Select(line => $"{line.Label}: {Escape(line.Text)}"));

    /// <summary>Text that no longer means anything to Markdown, HTML or a table.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            escaped.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ when char.IsControl(letter) => " ",
                _ when Marks.Contains(letter, StringComparison.Ordinal) => $"\\{letter}",
                _ => letter.ToString(),
            });
        }

        return escaped.ToString();
    }
}
