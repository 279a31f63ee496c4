using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record NoOrphan() : Law("OWN-2", "NoOrphan", "while the guest's state exists somewhere, somebody runs it or may be told to")
{
    public override string? CheckHistory(History history)
    {
        if (!history.IsOver || history.Killed.Count > 0 || history.LastGuest(Side.Source) is not { } source)
        {
            return null;
        }

        // A migration that is paused may be taken up again, by a destination that is there; in colo the source may be told that none is.
        var last = history.Statuses(Side.Source).LastOrDefault();
        var ended = last.IsTerminal() || (last != MigrationStatus.Colo && history.Gone.Contains(Side.Destination));
        var destination = history.Gone.Contains(Side.Destination) ? null : history.LastGuest(Side.Destination);
        var recoverable = CanRun(source) || (destination is { } state && CanRun(state));
        return ended && !recoverable
            ? $"the source is {source.QmpName()}, the destination {destination?.QmpName() ?? "gone"}"
            : null;
    }

    private static bool CanRun(RunState state) => state is not (RunState.FinishMigrate or RunState.Inmigrate);
}
