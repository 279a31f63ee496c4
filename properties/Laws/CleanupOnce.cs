using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CleanupOnce() : Law("LIFE-1", "CleanupOnce", "each attempt to migrate is cleaned up once, however it ends")
{
    /// <summary>A connection that is neither made nor refused keeps a cancelled attempt for as long as it likes.</summary>
    public override string? CheckModel(Model model)
    {
        var outgoing = model.Pair.Source.Outgoing;
        var isOver = model.History.Settled && model.Pair.Source.IsAlive && outgoing.State.Now.Status.IsTerminal()
            && model.Pair.Link.Port.Value != Port.Hanging;
        return outgoing.Uncleaned < 0 ? "an attempt was cleaned up twice"
            : isOver && outgoing.Uncleaned > 0 ? $"{outgoing.Uncleaned} attempts were never cleaned up"
            : null;
    }
}
