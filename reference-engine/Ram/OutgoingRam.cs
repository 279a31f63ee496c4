using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Migration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Ram;

/// <summary>How the pages of one attempt leave in precopy: on the main channel, whole or as what changed (xbzrle), or on channels of
/// their own (multifd).</summary>
internal sealed class OutgoingRam
{
    private readonly Vmm vmm;
    private readonly Attempt attempt;
    private readonly MultifdSender? channels;
    private readonly DeltaCache? cache;

    internal OutgoingRam(Vmm vmm, Attempt attempt)
    {
        this.vmm = vmm;
        this.attempt = attempt;
        channels = vmm.Channels == 0 ? null : new(vmm, attempt, vmm.Channels);
        cache = vmm.Settings.Has("xbzrle") ? new(vmm) : null;
    }

    /// <summary>What the configuration section says of channels beside the main one.</summary>
    internal int Channels => channels?.Count ?? 0;

    /// <summary>What changed in a page is told against what was sent of it.</summary>
    internal bool IsTrue => cache?.IsWhatWasSent ?? true;

    /// <summary>Connects the channels; what prevents it, or none.</summary>
    internal async Routine<ErrorClass> Open() => channels is null ? ErrorClass.None : await channels.Open();

    /// <summary>A page to be sent, if it is dirty. Its mark goes before it is read, so that a write in between marks it again.</summary>
    internal async Routine<Message?> TakeDirty(int page)
    {
        if (!vmm.Rules.HintClearsLog && vmm.FreePages?.IsLeftOut(page) == true)
        {
            return null;
        }

        if (vmm.IsPoisoned.Value)
        {
            await vmm.End(EndedBySignal.Bus);
            return null;
        }

        var early = vmm.Rules.ClearsDirtyBeforeReading ? 0 : await vmm.Guest.ReadPage(page);
        if (await vmm.Guest.ClearDirty(page) == 0)
        {
            return null;
        }

        vmm.FreePages?.NoteDirty(page);
        return new Message(MessageKind.Page, page, vmm.Rules.ClearsDirtyBeforeReading ? await vmm.Guest.ReadPage(page) : early);
    }

    internal async Routine<bool> Send(Message page)
    {
        if (channels is not null)
        {
            return await channels.Send(page);
        }

        var sent = await attempt.Send(cache?.Encode(page) ?? page);
        cache?.Keep(page);
        return sent;
    }

    /// <summary>The end of a pass: nothing sent after it overtakes what was sent before.</summary>
    internal async Routine<bool> Flush() => channels is null
        || (await channels.Flush() && await attempt.Send(new(MessageKind.Flush)));

    /// <summary>Channels that were opened are not closed: what only a deviation comes to.</summary>
    internal bool ForgetsChannels => channels?.ForgetsSome ?? false;

    internal void Shutdown() => channels?.Shutdown();
}
