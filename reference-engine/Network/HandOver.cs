using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;

namespace Migconf.ReferenceEngine.Network;

/// <summary>How a guest's memory goes to another process of the same host, uncopied: by its file descriptors, so that both map the same
/// pages (facts: control-plane, section 6). The process that takes it does nothing, and answers nobody, before it has it.</summary>
/// <param name="world">Where it is.</param>
/// <param name="toSuccessor">The process that takes it is the source's own, under another program (cpr-exec). False: another one, which
/// waits at a channel of its own (cpr-transfer).</param>
public sealed class HandOver(World world, bool toSuccessor)
{
    private readonly Shared<bool> isAwaited = new(world, "memory awaited", true);
    private Vmm? giver;

    public bool ToSuccessor => toSuccessor;

    /// <summary>The memory has come: the process that waited for it starts.</summary>
    internal Event Given { get; } = new(world, "memory given");

    /// <summary>It is decided whether who took the memory listens for the rest of the guest: it does, it ended, or the source gave up.</summary>
    internal Event Decided { get; } = new(world, "hand-over decided");

    /// <summary>It does.</summary>
    internal Shared<bool> IsListenedFor { get; } = new(world, "rest listened for", false);

    /// <summary>Somebody took it; for laws.</summary>
    public bool WasTaken { get; private set; }

    /// <summary>False: nobody is there to take it, or somebody took it before.</summary>
    internal bool Give(Vmm vmm)
    {
        if (!isAwaited.Value)
        {
            return false;
        }

        isAwaited.Set(false);
        giver = vmm;
        Given.SetNow();
        return true;
    }

    /// <summary>Maps the memory that has come. False: it is not of the size it should be, or came with a subsection for devices that are
    /// kept, which an older release cannot read. What cannot be mapped did not come.</summary>
    internal bool MapInto(Vmm vmm)
    {
        WasTaken = true;
        if (giver!.Options.SharesMemory)
        {
            vmm.Guest.Map(giver.Guest);
        }

        var isRead = giver.Rules.NamesKeptDevicesIfAny || vmm.Release.KnowsKeptDevices;
        return isRead && giver.Options.MemorySize == vmm.Options.MemorySize;
    }

    /// <summary>Who took the memory listens.</summary>
    internal void Listen()
    {
        IsListenedFor.Set(true);
        Decided.SetNow();
    }

    /// <summary>Who took the memory, or waited for it, ended.</summary>
    internal void Leave()
    {
        isAwaited.Set(false);
        Decided.SetNow();
    }
}
