namespace Migconf.Properties.Laws;

public sealed record ChannelIdentity() : Law("CHAN-1", "ChannelIdentity", "the role of a connection does not depend on the order in which it arrives")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Destination.Incoming.TookChannelForMain ? "the destination reads the stream from a connection for pages" : null;
}
