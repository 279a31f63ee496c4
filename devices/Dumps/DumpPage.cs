using System.Text;
using Migconf.Devices.Pages;

namespace Migconf.Devices.Dumps;

/// <summary>The findings of a comparison as tables: the way forward, the way back, and how many of each certainty.</summary>
public static class DumpPage
{
    private static readonly string[] Head = ["device type", "certainty", "class", "what"];

    /// <param name="isAll">Harmless differences too.</param>
    public static string Write(IReadOnlyList<DumpFinding> findings, string one, string other, bool isAll)
    {
        var text = new StringBuilder();
        foreach (var (isForward, title) in new[] { (true, $"{one} -> {other}"), (false, $"{other} -> {one}") })
        {
            var rows = findings.Where(finding => finding.IsForward == isForward).ToList();
            text.Append($"{title}: {Summary(rows)}\n");
            text.Append(TextTable.Write(Head, [.. rows.Where(finding => isAll || finding.Certainty != Certainty.Harmless)
                .OrderBy(finding => finding.Certainty).ThenBy(finding => finding.Type, StringComparer.Ordinal)
                .Select(finding => new[] { finding.Type, $"{finding.Certainty}".ToLowerInvariant(), finding.Class ?? "-", finding.Text })], "  "));
        }

        return text.ToString();
    }

    private static string Summary(List<DumpFinding> findings) => string.Join(", ", Enum.GetValues<Certainty>()
        .Select(certainty => $"{findings.Count(finding => finding.Certainty == certainty)} {$"{certainty}".ToLowerInvariant()}"));
}
