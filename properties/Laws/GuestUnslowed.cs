namespace Migconf.Properties.Laws;

public sealed record GuestUnslowed() : Law("STATE-9", "GuestUnslowed", "a guest is slowed down while it is migrated, and not any longer")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Source is { IsAlive: true, Throttle: { IsOn: true }, Outgoing.Uncleaned: 0 } ? "its migration has ended, and the source's guest is still slowed down" : null;
}
