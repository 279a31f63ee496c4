using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record StateMeansIt() : Law(
    "STATE-6", "StateMeansIt", "postcopy-active says that the guest is the destination's: it has loaded the device state")
{
    /// <summary>Releases before 10.0 show postcopy-active before they stop the guest: there it means nothing yet.</summary>
    public override string? CheckModel(Model model)
    {
        var (source, destination) = (model.Pair.Source, model.Pair.Destination);
        var hasLoaded = destination.Incoming.Postcopy.HasLoaded;
        return hasLoaded ? null
            : destination.Incoming.State.Now.Status == MigrationStatus.PostcopyActive ? "the destination is postcopy-active and has not loaded"
            : source.Outgoing.Postcopy.HasGivenAway ? "the source has given the guest away, and the destination has not loaded it"
            : null;
    }
}
