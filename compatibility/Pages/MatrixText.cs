using System.Text;
using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Matrix;
using Migconf.Implementations.Qemu;

namespace Migconf.Compatibility.Pages;

/// <summary>The matrix for a terminal: a line a device, the breaks with their words, what could not be tried.</summary>
public static class MatrixText
{
    /// <summary>All pairs.</summary>
    public static string Write(IReadOnlyList<PairResult> pairs) => string.Join('\n', pairs.Select(Write));

    private static string Write(PairResult pair)
    {
        var text = new StringBuilder($"{pair.Older} and {pair.Newer}, {string.Join(", ", pair.Machines)}\n\n");
        var tried = pair.Devices.Where(one => one.Untried is null).ToList();
        var width = tried.Select(one => Name(one).Length).DefaultIfEmpty(6).Max();
        foreach (var one in tried)
        {
            var cells = one.Tried.Select(passage => $"{passage}: {Cell(one, passage)}").Concat(one.Blocked.Select(blocked => $"{blocked.Passage}: blocked"));
            text.Append($"{Name(one).PadRight(width)}  {string.Join("  ", cells)}\n");
        }

        foreach (var (device, found) in pair.Breaks)
        {
            text.Append($"\n{found.Id}  {Name(device)}  {found.Passage}  {HowItEnds(found)}\n");
            foreach (var (label, value) in Lines(pair, device, found))
            {
                text.Append($"  {label,-10} {value}\n");
            }
        }

        var blocked = Blocked(pair).ToList();
        text.Append(blocked.Count == 0 ? "" : "\nthe source refuses to send:\n");
        text.AppendJoin("", blocked.Select(line => $"  {line}\n"));
        var untried = pair.Devices.Where(one => one.Untried is not null).ToList();
        text.Append(untried.Count == 0 ? "" : "\nnot tried:\n");
        text.AppendJoin("", untried.Select(one => $"  {Name(one)}: {one.Untried}\n"));
        text.Append(pair.OnlyOne.Count == 0 ? "" : $"\nonly in one release: {string.Join(", ", pair.OnlyOne.Select(one => $"{one.Device} ({one.Release})"))}\n");
        text.Append(pair.Forecasts.Count == 0 ? "" : $"\n{ForecastText.Write(pair, pair.Forecasts)}");
        return text.Append($"\n{Summary(pair)}\n").ToString();
    }

    /// <summary>How many of what.</summary>
    public static string Summary(PairResult pair)
    {
        var breaks = pair.Breaks.ToList();
        var classes = breaks.GroupBy(one => one.Break.Id).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");
        return $"{pair.Devices.Count(one => one.Untried is null)} tried, {pair.Devices.Sum(one => one.Tried.Count)} ways, "
            + $"{breaks.Count} breaks{(breaks.Count == 0 ? "" : $" ({string.Join(", ", classes)})")}, "
            + $"{pair.Devices.Sum(one => one.Blocked.Count)} ways blocked by the source, {pair.Devices.Count(one => one.Untried is not null)} not tried";
    }

    /// <summary>What the sources say that refuse, and of which devices.</summary>
    internal static IEnumerable<string> Blocked(PairResult pair) => pair.Devices
        .SelectMany(one => one.Blocked.Select(way => (Device: Name(one), way.Passage.From, way.Words)))
        .GroupBy(one => $"{one.From}: {one.Words.Replace(one.Device, "X", StringComparison.Ordinal)}")
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => one.Device))}");

    internal static string Name(DeviceResult device) => device.Device.Length > 0 ? device.Device : $"(machine alone, {device.Setup?.Machine ?? "not started"})";

    internal static string HowItEnds(Break found) => found.End switch
    {
        TransferEnd.Completed when found.NeedsGuest => "loads as long as no guest has run",
        TransferEnd.Completed => "loads, and loses state",
        TransferEnd.Refused => "refused",
        TransferEnd.Crashed => "crashes QEMU",
        _ => "hangs",
    };

    internal static string Command(PairResult pair, DeviceResult device)
    {
        var releases = $"{pair.Older.Split(' ')[0]},{pair.Newer.Split(' ')[0]}".Replace("qemu-", "", StringComparison.Ordinal);
        return $"migconf stream matrix --releases {releases} --machine {device.Setup?.Machine}{(device.Device.Length > 0 ? $" --device {device.Device}" : "")}";
    }

    internal static string Reason(Break found) => found.Within.Length == 0 ? found.Reason : $"{found.Reason}; {found.Within}";

    private static string Cell(DeviceResult device, Passage passage) =>
        string.Join('+', device.Breaks.Where(one => one.Passage == passage).Select(one => one.Id).Distinct()) is { Length: > 0 } ids ? ids : "ok";

    private static IEnumerable<(string Label, string Value)> Lines(PairResult pair, DeviceResult device, Break found)
    {
        yield return ("where", found.Field.Length == 0 ? found.Section : $"{found.Section}: {found.Field}");
        yield return ("QEMU says", found.Message);
        yield return ("reason", Reason(found));
        if (found.Failure is { } failure)
        {
            yield return ("class", failure.Sentence + (found.Compat is null ? "" : $" ({found.Compat})"));
            yield return ("remedy", failure.Remedy);
        }

        yield return ("repeat", Command(pair, device));
        if (device.Setup is { IsPlain: false } setup)
        {
            yield return ("options", string.Join(' ', setup.Words));
        }
    }
}
