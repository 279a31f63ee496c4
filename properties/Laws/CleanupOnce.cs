using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CleanupOnce() : Law("LIFE-1", "CleanupOnce", "each attempt to migrate, and each load, is cleaned up once, however it ends")
{
    /// <summary>A connection that is neither made nor refused keeps a cancelled attempt for as long as it likes.</summary>
    public override string? CheckModel(Model model)
    {
        var outgoing = model.Pair.Source.Outgoing;
        var isOver = model.History.Settled && model.Pair.Source.IsAlive && outgoing.State.Now.Status.IsTerminal()
            && model.Pair.Link.Port.Value != Port.Hanging;
        return outgoing.Uncleaned < 0 ? "an attempt was cleaned up twice"
            : isOver && outgoing.Uncleaned > 0 ? $"{outgoing.Uncleaned} attempts were never cleaned up"
            : CheckLoad(model);
    }

    private static string? CheckLoad(Model model)
    {
        var incoming = model.Pair.Destination.Incoming;
        var isOver = model.History.Settled && model.Pair.Destination.IsAlive && incoming.State.Now.Status.IsTerminal();
        return incoming.Uncleaned < 0 ? "a load was cleaned up twice"
            : isOver && incoming.Uncleaned > 0 ? "a load was never cleaned up"
            : null;
    }
}
