using Migconf.Properties.Laws;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Defects;

namespace Migconf.Properties.Judging;

/// <summary>What needs no search: a status after another that neither the status graph nor a known deviation lets follow, and an answer
/// with a status that the side was not in between question and answer.</summary>
internal static class ShownStatuses
{
    /// <summary>What cannot be explained; null: nothing.</summary>
    internal static string? Problem(History history, IReadOnlyList<Deviation> known) =>
        Problem(history, Side.Source, history.Source, known) ?? Problem(history, Side.Destination, history.Destination, known);

    private static string? Problem(History history, Side side, Release release, IReadOnlyList<Deviation> known)
    {
        var own = known.Where(one => one.Releases.Contains(release.Name)).ToList();
        if (own.Any(one => one.ShowsAnyOrder))
        {
            return null;
        }

        var items = history.Items.Where(item => item.Side == side).ToList();
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

        var told = items[answer].Shown!.Value.Text[prefix.Length..].Split(',')[0];
        var possible = items.Skip(question).Take(answer - question).Where(item => item.Status is not null).Select(item => item.Status!.Value)
            .Append(before)
            .Concat(items.Skip(answer).Where(item => item.Status is not null).Take(1).Select(item => item.Status!.Value))
            .Append(MigrationStatus.None);
        return possible.Any(status => status.QmpName() == told) ? null : told;
    }
}
