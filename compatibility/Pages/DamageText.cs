using System.Text;
using Migconf.Compatibility.Damage;
using Migconf.Implementations.Qemu;

namespace Migconf.Compatibility.Pages;

/// <summary>How far the reader and a real QEMU agree on damaged streams: counts, then every kind of disagreement with its reason and an
/// example that can be repeated.</summary>
public static class DamageText
{
    /// <param name="trials">Of one receiver.</param>
    /// <param name="receiver">Its name.</param>
    /// <param name="repeat">The command up to <c>--first N --count 1</c>.</param>
    public static string Write(IReadOnlyList<Trial> trials, string receiver, string repeat)
    {
        var text = new StringBuilder($"{trials.Count} damaged streams, the reader and {receiver}\n\n");
        foreach (var standing in Enum.GetValues<Standing>())
        {
            text.Append($"{trials.Count(one => one.Standing == standing),6}  {Words(standing)}\n");
        }

        foreach (var group in Disagreements(trials))
        {
            var example = group.OrderBy(one => one.Damaged.Index).First();
            text.Append($"\n{group.Count(),6}  {group.Key}\n");
            text.Append($"        {example.Explanation ?? "UNEXPLAINED"}\n");
            text.Append($"        e.g. {example.Damaged.What}\n");
            text.Append($"        reader: {(example.Read is null ? "sound" : example.ReadAt)}\n");
            text.Append($"        QEMU: {Short(example.Outcome.Words)}\n");
            text.Append($"        repeat: {repeat} --first {example.Damaged.Index} --count 1\n");
        }

        return text.Append($"\n{Unexplained(trials).Count} disagreements are unexplained\n").ToString();
    }

    /// <summary>The figures and the disagreements as Markdown.</summary>
    public static string Markdown(IReadOnlyList<Trial> trials, string receiver)
    {
        var page = new StringBuilder($"| {receiver}, {trials.Count} damaged streams | number |\n|---|---|\n");
        foreach (var standing in Enum.GetValues<Standing>())
        {
            page.Append($"| {Words(standing)} | {trials.Count(one => one.Standing == standing)} |\n");
        }

        page.Append("\n| number | reader | QEMU | why |\n|---|---|---|---|\n");
        foreach (var group in Disagreements(trials))
        {
            var example = group.First();
            page.Append($"| {group.Count()} | {example.Read?.Id ?? "sound"} | {Verdict(example)} | {example.Explanation ?? "UNEXPLAINED"} |\n");
        }

        return page.ToString();
    }

    /// <summary>What nothing known explains: a mistake of the reader, of the catalogue, or of QEMU.</summary>
    public static IReadOnlyList<Trial> Unexplained(IReadOnlyList<Trial> trials) => [.. trials.Where(one => one.Explanation is null)];

    private static IEnumerable<IGrouping<string, Trial>> Disagreements(IReadOnlyList<Trial> trials) => trials
        .Where(one => one.Standing is not Standing.BothAccept and not Standing.SameClass)
        .GroupBy(one => $"reader {one.Read?.Id ?? "sound"}, QEMU {Verdict(one)}{(one.Explanation is null ? " UNEXPLAINED" : "")}")
        .OrderBy(group => group.First().Standing).ThenByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);

    private static string Verdict(Trial trial) => trial.Outcome.End switch
    {
        TransferEnd.Completed => "loads",
        TransferEnd.Crashed => "crashes",
        TransferEnd.Hung => "hangs",
        _ => trial.Said.Failure?.Id ?? "refuses in words of no class",
    };

    private static string Words(Standing standing) => standing switch
    {
        Standing.BothAccept => "both accept",
        Standing.SameClass => "both refuse, same class",
        Standing.OtherClass => "both refuse, other class",
        Standing.OnlyReader => "the reader refuses, QEMU loads",
        Standing.OnlyQemu => "QEMU refuses, the reader finds nothing",
        _ => "QEMU crashes or hangs",
    };

    private static string Short(string words) => words.Length > 300 ? $"{words[..300]} ..." : words;
}
