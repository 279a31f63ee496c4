using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record RootCauseFirst() : Law(
    "ERR-4", "RootCauseFirst", "a source that the destination told why it failed says that, and not that the connection was lost, which only followed")
{
    public override string? CheckModel(Model model)
    {
        var attempt = model.Pair.Source.Outgoing.Attempt;
        var (status, error) = model.Pair.Source.Outgoing.State.Now;
        return status == MigrationStatus.Failed && error == ErrorClass.Link && attempt.WasTold
            ? "the source failed with the loss of the connection, and the destination had said that it failed"
            : null;
    }
}
