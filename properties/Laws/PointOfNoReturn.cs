namespace Migconf.Properties.Laws;

public sealed record PointOfNoReturn() : Law(
    "OWN-4", "PointOfNoReturn", "once the destination may run the guest, the source takes it back only with proof that it will not")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Source.Outgoing.Attempt.Switchover.CameBackWithoutProof ? "the source runs the guest again, and the destination has not refused it" : null;
}
