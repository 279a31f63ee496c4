using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record StateMeansIt() : Law(
    "STATE-6",
    "StateMeansIt",
    "postcopy-active says that the guest is the destination's: it has loaded the device state; with switchover-ack, device says that it is ready, "
        + "or that the manager had stopped the guest")
{
    /// <summary>Releases before 10.0 show postcopy-active before they stop the guest: there it means nothing yet.</summary>
    public override string? CheckModel(Model model)
    {
        var (source, destination) = (model.Pair.Source.Outgoing.Attempt, model.Pair.Destination.Incoming);
        var hasLoaded = destination.Postcopy.HasLoaded;
        var isUnapproved = source is { AsksForApproval: true, NeedsNoApproval: false } && source.Switchover.GuestBefore == RunState.Running && !destination.HasApproved;
        return isUnapproved ? "the source switches over, and the destination is not ready"
            : hasLoaded ? null
            : destination.State.Now.Status == MigrationStatus.PostcopyActive ? "the destination is postcopy-active and has not loaded"
            : source.Postcopy.HasGivenAway ? "the source has given the guest away, and the destination has not loaded it"
            : null;
    }
}
