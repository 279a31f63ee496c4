using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CleanupOnce() : Law("LIFE-1", "CleanupOnce", "each attempt to migrate, and each load, is cleaned up once, however it ends")
{
    public override string? CheckModel(Model model) =>
        CheckAttempts(model, model.Pair.Source) ?? CheckAttempts(model, model.Pair.Destination) ?? CheckLoad(model);

    /// <summary>A connection that is neither made nor refused keeps a cancelled attempt for as long as it likes.</summary>
    private static string? CheckAttempts(Model model, Vmm vmm)
    {
        var outgoing = vmm.Outgoing;
        var isOver = model.History.Settled && vmm.IsAlive && outgoing.State.Now.Status.IsTerminal() && model.Pair.Link.Port.Value != Port.Hanging;
        return outgoing.Uncleaned < 0 ? "an attempt was cleaned up twice"
            : isOver && outgoing.Uncleaned > 0 ? $"{outgoing.Uncleaned} attempts were never cleaned up"
            : null;
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
