using System.Globalization;

namespace Migconf.Reports;

/// <summary>What is to be said of a case, as labelled lines in the order of every report for people.</summary>
public static class CaseDetails
{
    public static IEnumerable<(string Label, string Text)> Of(CaseResult one) =>
        one.Laws.Select(law => ("law", law.ToString()))
            .Concat(one.Breaks.SelectMany(Of))
            .Concat(Given("explained", one.Observed > 0 ? $"{one.Explained} of {one.Observed} observations" : null))
            .Concat(one.Frontier.Select(could => ("reference", could)))
            .Concat(one.Seen.Select(seen => ("seen", seen)))
            .Concat(one.Note.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ("note", line)))
            .Concat(Given("seed", one.Seed?.ToString(CultureInfo.InvariantCulture)))
            .Concat(Given("recording", one.Recording))
            .Concat(Given("witness", one.Witness))
            .Concat(Given("replay", one.Replay));

    private static IEnumerable<(string Label, string Text)> Of(DeviceBreak one) =>
        new[] { ("break", one.ToString()), ("reason", one.Reason), ("shows", one.Shows), ("recipe", one.Recipe) }
            .Concat(one.Write.Select(line => ("write", line)));

    private static IEnumerable<(string Label, string Text)> Given(string label, string? text) =>
        string.IsNullOrEmpty(text) ? [] : [(label, text)];
}
