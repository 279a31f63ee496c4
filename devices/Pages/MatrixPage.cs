using Migconf.Devices.Checking;
using Migconf.Devices.Histories;

namespace Migconf.Devices.Pages;

/// <summary>Releases against releases: what becomes of the state of a device, on the newest machine type both have and on older ones.</summary>
public static class MatrixPage
{
    /// <summary>A row for each release that saves, a column for each that loads. In a cell: <c>ok</c>, or the numbers of the break classes,
    /// with <c>!</c> when no state loads, <c>~</c> when nobody notices, and the machine type when not all break alike.</summary>
    public static string Write(History history)
    {
        var passages = Matrix.All(history).ToList();
        var rows = history.Releases.Select(from => history.Releases
            .Select(to => Cell([.. passages.Where(one => one.From == from.Release && one.To == to.Release)]))
            .Prepend(from.Release)
            .ToList()).ToList();
        return $"{history.Name}: {history.Title}\n{TextTable.Write([.. history.Releases.Select(one => one.Release).Prepend("from\\to")], rows, "  ")}";
    }

    private static string Cell(IReadOnlyList<Passage> passages)
    {
        var cells = passages.Select(one => (one.Machine, Text: Cell(one.Verdict))).ToList();
        return cells.DistinctBy(cell => cell.Text).Count() == 1
            ? cells[0].Text
            : string.Join(" ", cells.GroupBy(cell => cell.Text).Select(group => $"{string.Join(',', group.Select(cell => cell.Machine))}:{group.Key}"));
    }

    private static string Cell(Verdict verdict) => verdict.IsClean ? "ok" : string.Join('+', verdict.Breaks
        .OrderBy(one => one.Class, StringComparer.Ordinal)
        .Select(one => $"{one.Class!.Split('-')[^1]}{(one.Outcome == Outcome.Wrong ? "~" : "")}").Distinct()) + (verdict.IsHopeless ? "!" : "");
}
