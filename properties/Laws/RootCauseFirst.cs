using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record RootCauseFirst() : Law(
    "ERR-4", "RootCauseFirst", "a source that the destination told why it failed, or that could not save a device, says that, and not what only followed")
{
    public override string? CheckModel(Model model)
    {
        var source = model.Pair.Source.Outgoing;
        return source.State.Now is (MigrationStatus.Failed, ErrorClass.Link) && source.Attempt.IgnoredWhy
            ? "the source failed with the loss of the connection, and the destination had said that it failed"
            : source.Attempt.Postcopy.SentUnsaved && source.State.Now is (MigrationStatus.Failed or MigrationStatus.PostcopyPaused, not ErrorClass.None)
            ? "the source names what followed from a device that it could not save"
            : null;
    }
}
