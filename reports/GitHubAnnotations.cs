namespace Migconf.Reports;

/// <summary>Workflow commands that GitHub shows beside a run: an error for what failed, a warning for what carries no
/// verdict, and one notice for all known deviations.</summary>
public static class GitHubAnnotations
{
    public static IEnumerable<string> Of(RunReport report)
    {
        foreach (var one in report.Cases)
        {
            if (Level(one.Kind) is { } level)
            {
                var lines = CaseDetails.Of(one).Select(line => $"{line.Label}: {line.Text}");
                yield return Line(
                    level, $"{one.Kind.Name()}: {one.Scenario}", string.Join('\n', lines.Prepend($"{one.Source} -> {one.Destination}: {one.Title}")));
            }
        }

        var known = report.Cases.Where(one => one.Kind == CaseKind.Known).ToList();
        if (known.Count > 0)
        {
            var ids = known.SelectMany(one => one.KnownAs).Distinct().Order(StringComparer.Ordinal);
            yield return Line("notice", "known deviations", $"{known.Count} of {report.Cases.Count} cases: {string.Join(", ", ids)}");
        }

        if (report.InterruptedBy is not null)
        {
            yield return Line("error", "interrupted", $"a signal ended migconf {report.Command} after {report.Cases.Count} cases");
        }

        if (ExitCodes.Of(report) == ExitCodes.NothingRan)
        {
            yield return Line("error", "nothing ran", $"migconf {report.Command} had nothing to run");
        }
    }

    /// <summary>One workflow command; nothing in its texts can end it or begin another.</summary>
    public static string Line(string level, string title, string message) =>
        $"::{level} title={EscapeProperty(title)}::{Escape(message)}";

    private static string? Level(CaseKind kind) => kind switch
    {
        CaseKind.Nonconforming or CaseKind.HarnessError => "error",
        CaseKind.Inconclusive => "warning",
        _ => null,
    };

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => Escape(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
