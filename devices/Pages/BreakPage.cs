using Migconf.Devices.Checking;
using Migconf.Devices.Histories;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Pages;

/// <summary>A break between two releases, on all machine types it shows on.</summary>
public sealed record Break(string From, string To, IReadOnlyList<string> Machines, Prediction Prediction, string Section, bool IsCertain)
{
    internal string Direction => Descriptions.MachineTypes.IndexOf(From).CompareTo(Descriptions.MachineTypes.IndexOf(To)) switch
    {
        < 0 => "forward",
        0 => "within the release",
        _ => "backward",
    };
}

/// <summary>The breaks of a history, as its author reads them: where, when, why, how they show, and what mends them.</summary>
public static class BreakPage
{
    /// <summary>Equal breaks of several machine types are one.</summary>
    public static IReadOnlyList<Break> Breaks(History history, IEnumerable<Passage> passages) =>
        [.. passages.SelectMany(passage => passage.Verdict.Breaks.Select(one => (passage, one)))
            .GroupBy(found => (found.passage.From, found.passage.To, found.one.Class, found.one.Field, found.one.Outcome, string.Join(';', found.one.Conditions)))
            .Select(group => new Break(
                group.Key.From,
                group.Key.To,
                [.. group.Select(found => found.passage.Machine)],
                group.First().one,
                history.Find(group.Key.From)!.Device.Section.Name,
                group.All(found => found.passage.Verdict.IsComplete)))];

    public static string Write(History history, Break found)
    {
        var prediction = found.Prediction;
        var known = CompatCatalogue.Find(prediction.Class!)!;
        var states = prediction.Conditions.Count == 0 ? "in every state" : $"when {string.Join(" and ", prediction.Conditions)}";
        var outcome = prediction.Outcome == Outcome.Refused ? "REFUSED" : "SILENTLY WRONG";
        return string.Join('\n',
            $"{outcome}  {history.Name}  {found.From} -> {found.To}  ({found.Direction}, machine {string.Join(", ", found.Machines)})",
            $"  {known.Id}  {known.Sentence}",
            $"  section  {found.Section}",
            $"  field    {prediction.Field}",
            $"  states   {states}",
            $"  reason   {prediction.Reason}",
            $"  shows    {found.To}: {ErrorText.Of(prediction.Error, found.Section, found.To)}",
            $"  recipe   {known.Recipe}",
            "");
    }
}
