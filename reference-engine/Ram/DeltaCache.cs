using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;

namespace Migconf.ReferenceEngine.Ram;

/// <summary>What the destination has of each page, so that only what changed need be sent (xbzrle). It holds what was sent, never what
/// the page has become meanwhile.</summary>
internal sealed class DeltaCache(Vmm vmm)
{
    private readonly int?[] sent = new int?[vmm.Options.PageCount];

    internal bool IsWhatWasSent { get; private set; } = true;

    internal Message Encode(Message page) =>
        sent[page.Number] is { } known ? page with { Kind = MessageKind.Delta, Base = known } : page;

    internal void Keep(Message page)
    {
        var kept = vmm.Rules.CacheHoldsWhatWasSent ? page.Version : vmm.Guest.Peek(page.Number);
        sent[page.Number] = kept;
        IsWhatWasSent &= kept == page.Version;
    }
}
