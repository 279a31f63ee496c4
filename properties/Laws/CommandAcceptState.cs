using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

/// <summary>What an accepted <c>cont</c> or <c>stop</c> says is seen at the next <c>query-status</c>, unless something else changed
/// the run state in between.</summary>
public sealed record CommandAcceptState() : Law("CMD-1", "CommandAcceptState", "an accepted cont or stop does what it says")
{
    public override string? CheckHistory(History history)
    {
        for (var at = 0; at < history.Items.Count; at++)
        {
            if (history.Items[at] is { Command: "cont" or "stop" } sent && Next(history, at) is { } found
                && !IsDone(history, at, sent.Command, found))
            {
                return $"{sent.Side.Name()}: {sent.Command} was accepted, and the guest is {found.QmpName()}";
            }
        }

        return null;
    }

    /// <summary>The run state asked for right after the command was accepted; null when it was not, or something else happened.</summary>
    private static RunState? Next(History history, int at)
    {
        var (side, id) = (history.Items[at].Side, history.Items[at].Id);
        var accepted = false;
        foreach (var item in history.Items.Skip(at + 1).Where(item => item.Side == side))
        {
            accepted |= item.Shown?.Text == Observation.Ok(id).Text;
            if (item.Guest is { } found)
            {
                return accepted ? found : null;
            }

            if (item.Command is not null and not ("query-status" or "query-migrate" or "query-named-block-nodes") || item.Status is not null)
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsDone(History history, int at, string command, RunState found)
    {
        var side = history.Items[at].Side;
        if (command == "stop")
        {
            return found != RunState.Running;
        }

        // Before the guest has arrived, cont says what it is to be then; in between a migration may have stopped it again.
        var hasArrived = side == Side.Source
            || history.Items.Take(at).Any(item => item.Side == side && item.Status == MigrationStatus.Completed);
        return found.IsLive() || found is RunState.FinishMigrate or RunState.Postmigrate || !hasArrived;
    }
}
