using System.Text;
using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Matrix;

namespace Migconf.Compatibility.Pages;

/// <summary>The matrix as a page: breaks as a table, then what was tried, blocked and not tried.</summary>
public static class MatrixMarkdown
{
    /// <summary>All pairs.</summary>
    public static string Write(IReadOnlyList<PairResult> pairs) => "# Device types between releases\n\n" + string.Join('\n', pairs.Select(Write));

    private static string Write(PairResult pair)
    {
        var page = new StringBuilder($"## {pair.Older} and {pair.Newer}\n\nMachine types {string.Join(", ", pair.Machines)}: {MatrixText.Summary(pair)}.\n");
        if (pair.Breaks.Any())
        {
            page.Append("\n| device | way | ends | class | section and field | QEMU says | reason | remedy |\n|---|---|---|---|---|---|---|---|\n");
            page.AppendJoin("", pair.Breaks.Select(one => Row(one.Device, one.Break)));
        }

        List(page, "The source refuses to send", MatrixText.Blocked(pair));
        var fine = pair.Devices.Where(one => one.Untried is null && one.Breaks.Count == 0 && one.Tried.Count == 2).ToList();
        List(page, "Load both ways", fine.Count == 0 ? [] : [string.Join(", ", fine.Select(MatrixText.Name))]);
        List(page, "Not tried", pair.Devices.Where(one => one.Untried is not null)
            .GroupBy(one => one.Untried!.Replace(one.Device.Length > 0 ? one.Device : "-", "X", StringComparison.Ordinal))
            .Select(group => $"{Cell(group.Key)}: {string.Join(", ", group.Select(MatrixText.Name))}"));
        List(page, "Only in one release", pair.OnlyOne.GroupBy(one => one.Release).Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => one.Device))}"));
        return page.Append(pair.Forecasts.Count == 0 ? "" : $"\n{ForecastText.Write(pair, pair.Forecasts)}").ToString();
    }

    private static string Row(DeviceResult device, Break found)
    {
        string[] cells =
        [
            MatrixText.Name(device), $"{found.Passage}", MatrixText.HowItEnds(found), found.Compat is null ? found.Id : $"{found.Id}, {found.Compat}",
            found.Field.Length == 0 ? found.Section : $"{found.Section}: {found.Field}", found.Message,
            MatrixText.Reason(found), found.Failure?.Remedy ?? "",
        ];
        return $"| {string.Join(" | ", cells.Select(Cell))} |\n";
    }

    private static void List(StringBuilder page, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        page.Append(all.Count == 0 ? "" : $"\n{title}:\n\n{string.Concat(all.Select(line => $"- {line}\n"))}");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
