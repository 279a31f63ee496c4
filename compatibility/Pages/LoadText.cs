using System.Text;
using Migconf.Compatibility.Loading;

namespace Migconf.Compatibility.Pages;

/// <summary>What came of a load, for a terminal.</summary>
public static class LoadText
{
    /// <summary>More differences than this are counted only.</summary>
    private const int MostDifferences = 8;

    /// <param name="report">What came of it.</param>
    /// <param name="file">The stream.</param>
    /// <param name="receiver">The QEMU, as it was named.</param>
    public static string Write(LoadReport report, string file, string receiver)
    {
        var text = new StringBuilder($"{(report.Outcome.Loaded ? "loaded " : "REFUSED")}  {file}  {receiver}{(report.Break is { } found ? $"  {found.Id}, {MatrixText.HowItEnds(found)}" : "")}\n");
        foreach (var (label, value) in Lines(report))
        {
            text.Append($"  {label,-10} {value}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Label, string Value)> Lines(LoadReport report)
    {
        if (report.Break is { } found)
        {
            yield return ("where", Place(found.Section, found.Field, report.Offset));
            yield return ("QEMU says", found.Message.Length == 0 ? "nothing" : found.Message);
            yield return ("reason", found.Reason);
            if (found.Failure is { } failure)
            {
                yield return ("class", failure.Sentence + (found.Compat is null ? "" : $" ({found.Compat})"));
                yield return ("cause", failure.Cause);
                yield return ("remedy", failure.Remedy);
            }

            yield return ("explain", $"migconf explain {found.Id}");
        }

        foreach (var advice in report.Advice)
        {
            yield return ("here", advice);
        }

        foreach (var one in report.Also.Take(MostDifferences))
        {
            yield return (report.Break is null ? "not sent" : "differs", $"{one.Section}{(one.Path.Length == 0 ? "" : $": {one.Path}")}: {one.Detail} ({one.Failure!.Id}: {one.Failure.Sentence})");
        }

        if (report.Also.Count > MostDifferences)
        {
            yield return ("", $"and {report.Also.Count - MostDifferences} more");
        }
    }

    private static string Place(string section, string field, long? offset)
    {
        var place = section.Length == 0 ? field : field.Length == 0 ? section : $"{section}: {field}";
        return $"{(place.Length == 0 ? "QEMU names no place" : place)}{(offset is null ? "" : $" at byte {offset}")}";
    }
}
