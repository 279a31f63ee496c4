namespace Migconf.Properties.Laws;

public sealed record StreamDrained() : Law("CHAN-2", "StreamDrained", "when the guest has arrived, every channel has been read to its end")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Destination.Incoming.LeftUnread ? "something was under way on a channel" : null;
}
