using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record RunstateRestore()
    : Law("STATE-5", "RunstateRestore", "after a failed or cancelled migration the guest is what it was, unless the destination may run it; after a completed one it is postmigrate, but after a snapshot, or colo, what it was")
{
    public override string? CheckHistory(History history)
    {
        var last = history.Statuses(Side.Source).LastOrDefault();
        if (!history.Settled || !last.IsTerminal()
            || history.Items.Any(item => item is { Side: Side.Source, Command: "cont" })
            || history.Gone.Contains(Side.Source)
            || history.LastGuest(Side.Source) is not { } now)
        {
            return null;
        }

        // A guest that is stopped, and not by a migration, waits after a reset as one that never ran.
        if (now == RunState.Prelaunch && history.Items.Any(item => item is { Side: Side.Source, Command: "system_reset" }))
        {
            return null;
        }

        if (last == MigrationStatus.Completed && !history.TakesSnapshot && !history.WasColo)
        {
            return now == RunState.Postmigrate ? null : $"the migration completed and it is {now.QmpName()}";
        }

        // A stop pauses a guest that runs; during the switchover, and for a guest that never ran, it does nothing.
        var before = history.Scenario.Source.Guest;
        var paused = before.IsLive() && now == RunState.Paused
            && history.Items.Any(item => item is { Side: Side.Source, Command: "stop" });
        return now == before || paused || (now == RunState.Postmigrate && MayHaveSentEnd(history))
            ? null
            : $"it was {before.QmpName()} and is {now.QmpName()}";
    }

    /// <summary>Past the end of the stream nobody on this side knows; a stopped guest is the careful answer.</summary>
    private static bool MayHaveSentEnd(History history) =>
        history.Statuses(Side.Source).Any(status => status == MigrationStatus.Device || StatusSet.Postcopy.Has(status))
        || (!history.Source.AlwaysShowsDevice && !history.Scenario.Source.Capabilities.Contains("pause-before-switchover"));
}
