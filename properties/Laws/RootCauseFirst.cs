using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record RootCauseFirst() : Law(
    "ERR-4", "RootCauseFirst", "a source that the destination told why it failed says that, and not that the connection was lost, which only followed")
{
    public override string? CheckModel(Model model)
    {
        var source = model.Pair.Source.Outgoing;
        return source.State.Now is (MigrationStatus.Failed, ErrorClass.Link) && source.Attempt.IgnoredWhy
            ? "the source failed with the loss of the connection, and the destination had said that it failed"
            : null;
    }
}
