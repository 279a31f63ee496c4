using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Pages;

/// <summary>A break between two releases, on all machine types it shows on.</summary>
/// <param name="IsHidden">A break that refuses every state comes before it.</param>
public sealed record Break(string From, string To, IReadOnlyList<string> Machines, Prediction Prediction, SectionName Section, bool IsCertain, bool IsHidden)
{
    /// <summary>Whether anything is lost depends on what the numbers mean, which the descriptions do not say.</summary>
    public bool IsUnclear => Prediction.Class == Regrouping.Class;

    public string Direction => MachineTypes.IndexOf(From).CompareTo(MachineTypes.IndexOf(To)) switch
    {
        < 0 => "forward",
        0 => "within the release",
        _ => "backward",
    };

    /// <summary>How the load ends, in a word or two.</summary>
    public string Ending => IsUnclear ? "UNCLEAR" : Prediction.Outcome == Outcome.Refused ? "REFUSED" : "SILENTLY WRONG";
}

/// <summary>The breaks of a history, as its author reads them: where, when, why, how they show, and what mends them.</summary>
public static class BreakPage
{
    /// <summary>Equal breaks of several machine types are one.</summary>
    public static IReadOnlyList<Break> Breaks(History history, IEnumerable<Passage> passages) =>
        [.. passages.SelectMany(passage => Found(history, passage).Select(one => (passage, one.Prediction, one.IsHidden)))
            .GroupBy(found => (found.passage.From, found.passage.To, found.Prediction.Class, found.Prediction.Field, found.Prediction.Outcome,
                string.Join(';', found.Prediction.Conditions), found.IsHidden))
            .Select(group => new Break(
                group.Key.From,
                group.Key.To,
                [.. group.Select(found => found.passage.Machine)],
                group.First().Prediction,
                history.Find(group.Key.From)!.Device.Section,
                group.All(found => found.passage.Verdict.IsComplete),
                group.Key.IsHidden))];

    private static IReadOnlyList<FoundBreak> Found(History history, Passage passage) => BreakSearch.Of(
        new(history.Find(passage.From)!.Device, history.Find(passage.To)!.Device, passage.Machine), passage.Verdict);

    public static string Write(History history, Break found) => string.Concat(
        Lines(history, found).Select(line => $"  {line.Label,-8} {line.Text}\n")
            .Prepend($"  {found.Prediction.Class}  {CompatCatalogue.Find(found.Prediction.Class!)!.Sentence}\n")
            .Prepend($"{found.Ending}  {history.Name}  {found.From} -> {found.To}  ({found.Direction}, machine {string.Join(", ", found.Machines)})\n"));

    /// <summary>What is to be said of a break, in order.</summary>
    public static IEnumerable<(string Label, string Text)> Lines(History history, Break found)
    {
        var prediction = found.Prediction;
        yield return ("section", found.Section.Name);
        yield return ("field", prediction.Field ?? "");
        yield return ("states", States(prediction));
        yield return ("reason", prediction.Reason);
        yield return ("shows", Shows(found));
        if (found.IsHidden)
        {
            yield return ("hidden", "it shows only once the refusal before it is mended");
        }

        yield return ("recipe", CompatCatalogue.Find(prediction.Class!)!.Recipe);
        foreach (var line in Recipe(history, found))
        {
            yield return ("write", line);
        }
    }

    public static string States(Prediction prediction) =>
        prediction.Conditions.Count == 0 ? "in every state" : $"when {string.Join(" and ", prediction.Conditions)}";

    /// <summary>What the receiver's release says.</summary>
    public static string Shows(Break found) =>
        $"{found.To}: {ErrorText.InStream(found.Prediction.Error, found.Prediction.Followed, found.Section, found.To)}";

    /// <summary>The recipe as lines of the history file.</summary>
    public static IReadOnlyList<string> Recipe(History history, Break found) => Advice.Of(history, found);
}
