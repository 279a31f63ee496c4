using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CleanupOnce() : Law("LIFE-1", "CleanupOnce", "each attempt to migrate is cleaned up once, however it ends")
{
    public override string? CheckModel(Model model)
    {
        var outgoing = model.Pair.Source.Outgoing;
        return outgoing.Uncleaned < 0 ? "an attempt was cleaned up twice"
            : model.History.Settled && model.Pair.Source.IsAlive && outgoing.Uncleaned > 0 && outgoing.State.Now.Status.IsTerminal()
                ? $"{outgoing.Uncleaned} attempts were never cleaned up"
            : null;
    }
}
