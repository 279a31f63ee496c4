using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CompletedImpliesDestination()
    : Law("STATE-4", "CompletedImpliesDestination", "with a return path the source completes only when the destination has loaded everything")
{
    public override string? CheckModel(Model model) =>
        model.History.UsesReturnPath
        && model.Pair.Source.Outgoing.State.Now.Status == MigrationStatus.Completed
        && !model.Pair.Destination.Incoming.HasLoaded
            ? "the destination has not"
            : null;

    public override string? CheckHistory(History history) =>
        history.Settled && history.UsesReturnPath && !history.WasColo && !history.Killed.Contains(Side.Destination)
        && history.Statuses(Side.Source).LastOrDefault() == MigrationStatus.Completed
        && history.Statuses(Side.Destination).LastOrDefault() != MigrationStatus.Completed
            ? $"the destination is {history.Statuses(Side.Destination).LastOrDefault().QmpName()}"
            : null;
}
