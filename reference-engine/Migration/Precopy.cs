using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Ram;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The source while its guest runs: the setup sections, then passes over memory.</summary>
internal sealed class Precopy(Vmm vmm, Attempt attempt)
{
    private bool wasOutrun;
    private bool awaitsThrottle;

    private OutgoingRam Ram => attempt.Ram!;

    internal async Routine<bool> SendSetup()
    {
        if (!attempt.Mode.HandsMemoryOver())
        {
            vmm.Guest.MarkAllDirty();
            if (attempt is { MayPostcopy: false, IsSnapshot: false })
            {
                vmm.FreePages?.Want();
            }
        }
        else
        {
            vmm.Guest.MarkDirty(0);
        }

        var error = await Ram.Open();
        if (error != ErrorClass.None)
        {
            await attempt.Fail(error);
            return false;
        }

        var sent = await attempt.Send(new(MessageKind.Configuration, vmm.Options.MachineType, Ram.Channels) { Capabilities = vmm.StreamCapabilities, Uuid = vmm.StreamUuid })
            && (!attempt.UsesReturnPath || await attempt.Send(new(MessageKind.OpenReturnPath)))
            && (!attempt.MayPostcopy || await attempt.Send(new(MessageKind.Advise)))
            && (!attempt.IsColo || !vmm.AnnouncesColo || await attempt.Send(new(MessageKind.EnableColo)))
            && await attempt.Send(new(MessageKind.RamSetup, vmm.Options.MemorySize))
            && await Ram.Flush();
        if (!sent)
        {
            await attempt.Fail(await attempt.WhyNotSent());
            return false;
        }

        return await Begin();
    }

    /// <summary>No memory is sent while the guest holds a device that cannot be migrated; until it has given that up nobody looks at the
    /// connection either. After a cancel releases since 7.2 wait up to 30 s more.</summary>
    private async Routine<bool> Begin()
    {
        var before = MigrationStatus.Setup;
        if (vmm.Options.HasFailover && await vmm.HoldsPrimary.Read())
        {
            await attempt.Move(status => status == MigrationStatus.Setup, MigrationStatus.WaitUnplug);
            await attempt.MayBegin.Wait();
            before = MigrationStatus.WaitUnplug;
        }

        return await attempt.Move(status => status == before, MigrationStatus.Active);
    }

    /// <summary>Passes over the dirty pages while the guest runs, until few enough are left, or the manager does not want to
    /// wait for that.</summary>
    internal async Routine<Onward> Iterate()
    {
        const int FewEnough = 1;
        var hasPages = !attempt.Mode.HandsMemoryOver();
        while (true)
        {
            if (hasPages)
            {
                await NoteOutrun();
                await vmm.Bandwidth.GoOn();
            }

            if ((await attempt.State.Read()).Status != MigrationStatus.Active)
            {
                return Onward.End;
            }

            var error = attempt.UsesReturnPath ? await attempt.ReturnPath!.Error.Read() : ErrorClass.None;
            if (error != ErrorClass.None)
            {
                await attempt.Fail(vmm.Rules.KeepsReturnPathError ? error : ErrorClass.None);
                return Onward.End;
            }

            if (attempt.MayPostcopy && await attempt.Postcopy.IsWanted.Read())
            {
                return Onward.Postcopy;
            }

            if (attempt.Switchover.TakesMemoryForHandedOver)
            {
                await new Event(vmm.World, "the end of time").Wait();
            }

            if (!hasPages)
            {
                return Onward.Completion;
            }

            if (!await SendDirtyPages() || (vmm.Bandwidth.IsSlow && !await SendSomePage()) || !await Ram.Flush())
            {
                await attempt.Fail(await attempt.WhyNotSent());
                return Onward.End;
            }

            vmm.FreePages?.LookAgain();
            vmm.Throttle?.NextPass();
            if (await vmm.Guest.CountDirty() <= FewEnough && !vmm.Bandwidth.IsSlow && await MaySwitchOver())
            {
                return Onward.Completion;
            }
        }
    }

    /// <summary>Pass after pass as much is dirty as was sent: what the manager is told of, and what a guest is slowed down for.</summary>
    private async Routine NoteOutrun()
    {
        if ((wasOutrun && !awaitsThrottle) || !vmm.Bandwidth.IsOutrun || (await attempt.State.Read()).Status != MigrationStatus.Active)
        {
            return;
        }

        // How much is too much is measured over some time: a guest may be slowed down a pass later.
        awaitsThrottle = attempt.SlowsGuest && !wasOutrun && await vmm.World.Choose(2, "the guest is slowed down a pass later") == 1;
        if (attempt.SlowsGuest && !awaitsThrottle)
        {
            vmm.Throttle!.Begin();
        }

        if (!wasOutrun)
        {
            wasOutrun = true;
            await vmm.Outlet.Show(Observation.Passes);
        }
    }

    /// <summary>With switchover-ack a running guest goes on running until the destination is ready for it; one that the manager stops
    /// need not wait. False: somebody ended the migration, or the destination will not say it; who goes on finds out.</summary>
    private async Routine<bool> MaySwitchOver()
    {
        if (!attempt.AsksForApproval || !vmm.Rules.WaitsForApproval)
        {
            return true;
        }

        while (vmm.Guest.IsRunning && !await attempt.ReturnPath!.HasApproved.Read())
        {
            await attempt.ReturnPath!.MaySwitchOver.Wait();
            attempt.ReturnPath!.MaySwitchOver.Reset();
        }

        attempt.NeedsNoApproval = !vmm.Guest.IsRunning;
        return await attempt.ReturnPath!.Error.Read() == ErrorClass.None;
    }

    private async Routine<bool> SendDirtyPages()
    {
        var flushesEach = (vmm.Options.MachineRelease ?? vmm.Release).FlushesEachSection;
        for (var page = 0; page < vmm.Options.PageCount; page++)
        {
            if (await Ram.TakeDirty(page) is { } taken && !(await Ram.Send(taken) && (!flushesEach || await Ram.Flush())))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A pass that does not end has always something to send, and so comes to notice a broken link.</summary>
    private async Routine<bool> SendSomePage() =>
        await Ram.Send(new(MessageKind.Page, 0, await vmm.Guest.ReadPage(0)));
}

/// <summary>Where the passes lead.</summary>
internal enum Onward
{
    End,
    Completion,
    Postcopy,
}
