using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Ram;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>Capability background-snapshot: the guest stops for a moment, its device state is kept and its pages are protected; then it
/// runs on, and each page is written as it was, before the guest may change it. The guest stays here.</summary>
internal sealed class BackgroundSnapshot(Vmm vmm, Attempt attempt)
{
    private OutgoingRam Ram => attempt.Ram!;

    internal async Routine Run()
    {
        if (await Freeze() is not { } devices)
        {
            return;
        }

        var error = await SendPages();
        if (error == ErrorClass.None)
        {
            var sent = (!vmm.Rules.SnapshotHoldsDevices || await attempt.Send(devices)) && await attempt.Send(new(MessageKind.EndOfStream));
            error = sent ? ErrorClass.None : ErrorClass.Link;
        }

        vmm.Guest.UnprotectAll();
        if (error != ErrorClass.None)
        {
            await attempt.Fail(error);
            return;
        }

        await attempt.Complete(status => status == MigrationStatus.Active);
    }

    /// <summary>The moment that is kept; null: a device cannot be saved.</summary>
    private async Routine<Message?> Freeze()
    {
        await vmm.Bql.Acquire();
        var before = vmm.Guest.State;
        if (before.IsLive())
        {
            vmm.Guest.Enter(RunState.Paused);
            await vmm.Outlet.Show(Observation.Stop);
        }

        var keeps = !vmm.Options.HasUnsavableDevice;
        if (keeps)
        {
            vmm.Guest.ProtectAll();
            attempt.NoteSnapshot([.. vmm.Guest.Pages]);
        }

        var devices = new Message(MessageKind.DeviceState, vmm.Devices.Saved, 0, before) { Sleeps = vmm.Guest.Sleeps };
        if (before.IsLive() && (keeps || vmm.Rules.FailedSnapshotGoesOn))
        {
            vmm.Guest.Enter(before);
            await vmm.Outlet.Show(Observation.Resume);
        }

        vmm.Bql.Release();
        return await attempt.Switchover.SaveDevices(vmm.Rules.KeepsCompletionError) ? devices : null;
    }

    private async Routine<ErrorClass> SendPages()
    {
        for (var page = 0; page < vmm.Options.PageCount; page++)
        {
            await vmm.Bandwidth.GoOn();
            if ((await attempt.State.Read()).Status != MigrationStatus.Active)
            {
                return ErrorClass.None;
            }

            if (!vmm.Rules.SavesBeforeUnprotecting)
            {
                await vmm.Guest.Unprotect(page);
            }

            var saved = new Message(MessageKind.Page, page, await vmm.Guest.ReadPage(page));
            attempt.NoteSaved(saved);
            if (!await Ram.Send(saved))
            {
                return ErrorClass.Link;
            }

            await vmm.Guest.Unprotect(page);
        }

        return ErrorClass.None;
    }
}
