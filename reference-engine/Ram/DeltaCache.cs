using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;

namespace Migconf.ReferenceEngine.Ram;

/// <summary>What the destination has of each page, so that only what changed need be sent (xbzrle). It holds what was sent, never what
/// the page has become meanwhile.</summary>
internal sealed class DeltaCache(Vmm vmm)
{
    private readonly int?[] sent = new int?[vmm.Options.PageCount];

    internal Message Encode(Message page)
    {
        var before = sent[page.Number];
        sent[page.Number] = vmm.Rules.CacheHoldsWhatWasSent ? page.Version : vmm.Guest.Peek(page.Number);
        return before is { } known ? page with { Kind = MessageKind.Delta, Base = known } : page;
    }
}
