using Migconf.Properties.Exploring;

namespace Migconf.Reports;

/// <summary>The track record as rows of a Markdown table.</summary>
public static class TrackRecordTable
{
    public static string Header =>
        "| deviation | releases that carry it | caught by | where | in | executions | fewest preemptions | steps |\n|---|---|---|---|---|---|---|---|";

    public static string Row(Caught caught)
    {
        var releases = caught.Deviation.Releases.Count == 0 ? "none any more" : string.Join(", ", caught.Deviation.Releases);
        return caught.By is null
            ? $"| {caught.Deviation.Id} | {releases} | **nobody** | | {caught.Release} | | | |"
            : $"| {caught.Deviation.Id} | {releases} | {caught.By} | {caught.Where} | {caught.Release} | {Number(caught.Executions)} | {caught.Preemptions?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–"} | {caught.Steps} |";
    }

    private static string Number(long executions) => executions == 0 ? "–" : $"{executions}";
}
