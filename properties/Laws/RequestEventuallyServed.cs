namespace Migconf.Properties.Laws;

public sealed record RequestEventuallyServed() : Law(
    "LIVE-2", "RequestEventuallyServed", "a page that a virtual CPU waits for is asked for on the connection in use")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Destination.Incoming.Postcopy.Unasked is not 0 and var pages ? $"pages {pages:b} (a bit each) are not asked for" : null;
}
