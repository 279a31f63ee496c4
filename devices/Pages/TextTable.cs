namespace Migconf.Devices.Pages;

/// <summary>Columns as wide as what is in them.</summary>
internal static class TextTable
{
    internal static string Write(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, string indent = "")
    {
        var widths = head.Select((title, at) => Math.Max(title.Length, rows.Select(row => row[at].Length).DefaultIfEmpty().Max())).ToList();
        string Line(IReadOnlyList<string> cells) => indent + string.Join("  ", cells.Select((cell, at) => cell.PadRight(widths[at]))).TrimEnd() + "\n";
        return string.Concat(rows.Prepend(head).Select(Line));
    }
}
