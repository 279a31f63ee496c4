using Migconf.Properties.Laws;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Defects;

namespace Migconf.Properties.Judging;

/// <summary>What needs no search: a status after another that neither the status graph nor a known deviation lets follow, an answer
/// with a status that the side was not in between question and answer, and a run state that nothing in the scenario leads to.</summary>
internal static class ShownStatuses
{
    /// <summary>What cannot be explained; null: nothing.</summary>
    internal static string? Problem(History history, IReadOnlyList<Deviation> known) =>
        Problem(history, Side.Source, history.Source, known) ?? Problem(history, Side.Destination, history.Destination, known) ?? ForeignRunState(history);

    private static string? Problem(History history, Side side, Release release, IReadOnlyList<Deviation> known)
    {
        var own = known.Where(one => one.Releases.Contains(release.Name)).ToList();
        var items = history.Items.Where(item => item.Side == side).ToList();
        if (own.Any(one => one.ShowsAnyOrder))
        {
            return NeverShown(items) is { } never ? $"the {side.Name()} answers {never}, and never shows it" : null;
        }

        var (role, before) = (side, MigrationStatus.None);
        for (var at = 0; at < items.Count; at++)
        {
            if (items[at].Status is { } status)
            {
                if (!StatusGraph.Allows(items[at].Role, items[at].Role == role ? before : MigrationStatus.None, status, release, history.MayTakeSnapshot) && !own.Any(one => one.Shows.Contains((before, status))))
                {
                    return $"the {side.Name()} shows {status.QmpName()} after {before.QmpName()}, which no known deviation of {release.Name} does";
                }

                (role, before) = (items[at].Role, status);
            }
            else if (items[at] is { Command: "query-migrate", Id: var id } && Untrue(items, at, before, id) is { } told)
            {
                return $"the {side.Name()} answers {told}, and it was not that between question and answer";
            }
        }

        return null;
    }

    /// <summary>The status of an answer, if it was none of those that can have been when it was given: the last one shown before the
    /// question, those shown until the answer, and the one shown next, which may have been entered already.</summary>
    private static string? Untrue(List<HistoryItem> items, int question, MigrationStatus before, int id)
    {
        var prefix = $"reply {id} status ";
        var answer = items.FindIndex(question, item => item.Shown?.Text.StartsWith(prefix, StringComparison.Ordinal) == true);
        if (answer < 0)
        {
            return null;
        }

        var told = Told(items[answer], prefix);
        var possible = items.Skip(question).Take(answer - question).Where(item => item.Status is not null).Select(item => item.Status!.Value)
            .Append(before)
            .Concat(items.Skip(answer).Where(item => item.Status is not null).Take(1).Select(item => item.Status!.Value))
            .Append(MigrationStatus.None);
        return possible.Any(status => status.QmpName() == told) ? null : told;
    }

    /// <summary>The first status that is answered and was never shown.</summary>
    private static string? NeverShown(List<HistoryItem> items)
    {
        var shown = items.Where(item => item.Status is not null).Select(item => item.Status!.Value.QmpName()).Append(MigrationStatus.None.QmpName()).ToHashSet();
        return items.Where(item => item.Command == "query-migrate").Select(question => (Question: question, Prefix: $"reply {question.Id} status "))
            .SelectMany(one => items.Where(item => item.Shown?.Text.StartsWith(one.Prefix, StringComparison.Ordinal) == true).Select(item => Told(item, one.Prefix)))
            .FirstOrDefault(told => !shown.Contains(told));
    }

    private static string Told(HistoryItem answer, string prefix) => answer.Shown!.Value.Text[prefix.Length..].Split(',')[0];

    /// <summary>A guest that sleeps, has powered itself off or waits for its first start began so; only a reset leads back to the last. A source
    /// waits for no guest.</summary>
    private static string? ForeignRunState(History history)
    {
        var isReset = history.Items.Any(item => item.Command == "system_reset");
        bool IsForeign(HistoryItem item) => item.Guest is { } state && state != history.Scenario.Source.Guest
            && (state is RunState.Suspended or RunState.Shutdown || (state == RunState.Prelaunch && !isReset) || (state == RunState.Inmigrate && item.Side == Side.Source));
        return history.Items.FirstOrDefault(IsForeign) is { Guest: { } found } item ? $"the {item.Side.Name()} says {found.QmpName()}, to which nothing in the scenario leads" : null;
    }
}
