using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Laws;

public sealed record NoOrphan() : Law("OWN-2", "NoOrphan", "while the guest's state exists somewhere, somebody runs it or may be told to")
{
    public override string? CheckHistory(History history)
    {
        if (!history.IsOver || history.Killed.Count > 0 || TookItAlong(history) || history.LastGuest(Side.Source) is not { } source)
        {
            return null;
        }

        // A migration that is paused may be taken up again, by a destination that is there; in colo the source may be told that none is.
        var last = history.Statuses(Side.Source).LastOrDefault();
        var ended = last.IsTerminal() || (last != MigrationStatus.Colo && history.Gone.Contains(Side.Destination));
        var destination = history.Gone.Contains(Side.Destination) ? null : history.LastGuest(Side.Destination);
        var recoverable = CanRun(source) || (destination is { } state && (CanRun(state) || MayStillLoad(history)));
        return ended && !recoverable
            ? $"the source is {source.QmpName()}, the destination {destination?.QmpName() ?? "gone"}"
            : null;
    }

    /// <summary>The program that took the source's process over has not been told to load the guest.</summary>
    private static bool MayStillLoad(History history) => history.Scenario.Destination.Listener == Listener.Exec
        && history.Gone.Contains(Side.Source) && !history.Items.Any(item => item is { Side: Side.Destination, Command: "migrate-incoming" });

    /// <summary>A destination that has the guest was told to quit.</summary>
    private static bool TookItAlong(History history) => history.Items
        .SkipWhile(item => item is not { Side: Side.Destination, Status: MigrationStatus.PostcopyActive })
        .Any(item => item is { Side: Side.Destination, Command: "quit" });

    private static bool CanRun(RunState state) => state is not (RunState.FinishMigrate or RunState.Inmigrate);
}
