using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The source's last part: the guest stops, the rest and the device state are sent, and somebody comes to own
/// the guest.</summary>
public sealed class Switchover(Vmm vmm, Attempt attempt)
{
    private bool stoppedGuest;
    private bool mayRunThere;

    /// <summary>The guest runs here again though the destination may run it; for laws.</summary>
    public bool CameBackWithoutProof { get; private set; }

    /// <summary>What the guest was before it was stopped.</summary>
    public RunState GuestBefore { get; private set; } = RunState.Prelaunch;

    /// <summary>The pages when the guest was stopped to have its memory handed over; for laws.</summary>
    public IReadOnlyList<int>? Left { get; private set; }

    /// <summary>The program that takes this process over is to be started; from then on nothing can be taken back.</summary>
    internal bool EndsInSuccessor { get; private set; }

    /// <summary>The guest could not be given up.</summary>
    internal bool KeptGuest { get; private set; }

    /// <summary>Gives the disk up; the big lock is held. False: it cannot be, and the guest stays.</summary>
    internal async Routine<bool> GiveDiskUp()
    {
        if (!vmm.Disk.IsActive && !vmm.Rules.GivesUpWhatIsInactive)
        {
            await vmm.End(EndedBySignal.Aborted);
        }

        return !(KeptGuest = !vmm.Disk.Inactivate());
    }

    /// <summary>Whether every device can be saved; false: the migration has failed, and nothing was given away.</summary>
    internal async Routine<bool> SaveDevices(bool keepsError)
    {
        KeptGuest = vmm.Options.HasUnsavableDevice;
        if (KeptGuest && !vmm.Rules.SurvivesUnsavedDevice)
        {
            await vmm.End(EndedBySignal.Segmentation);
        }
        else if (KeptGuest)
        {
            await attempt.Fail(keepsError ? ErrorClass.NotSaved : ErrorClass.None);
        }

        return !KeptGuest;
    }

    /// <summary>It takes itself for a migration whose guest was stopped at the beginning and whose run state was noted then: what only a
    /// deviation comes to, when the mode is changed under way.</summary>
    private bool TakesForCpr => !vmm.Rules.ModeHolds && attempt.Mode == Mode.Normal && Modes.Of(vmm) != Mode.Normal;

    /// <summary>And for one whose memory is handed over, so that pages are counted and never sent.</summary>
    internal bool TakesMemoryForHandedOver => TakesForCpr && Modes.Of(vmm).HandsMemoryOver();

    /// <summary>From now on the destination may run the guest.</summary>
    internal void Passes() => mayRunThere = true;

    /// <summary>Whether the migration has come to its end; false: the guest goes on on both sides, and this thread ends.</summary>
    internal async Routine<bool> Run()
    {
        await vmm.Bql.Acquire();
        await StopGuest();
        var go = attempt.PausesBeforeSwitchover ? await PauseForManager(MigrationStatus.Device) : await EnterDevice();
        var isGiven = !go || !vmm.Rules.InactivatesFirst || await GiveDiskUp();
        var rest = go && isGiven ? await Gather() : [];
        vmm.Bql.Release();
        if (!isGiven)
        {
            await attempt.Fail(!vmm.Rules.KeepsCompletionError ? ErrorClass.None : vmm.Rules.SaysWhatIsKept ? ErrorClass.DiskKept : ErrorClass.Other);
        }

        if (!go || !isGiven || !await SaveDevices(vmm.Rules.KeepsCompletionError))
        {
            return true;
        }

        var sent = await Send(rest);
        if (!vmm.Rules.InactivatesFirst)
        {
            await vmm.Bql.Acquire();
            vmm.Disk.Inactivate();
            vmm.Bql.Release();
        }

        var error = !sent ? await attempt.WhyNotSent() : attempt.UsesReturnPath && vmm.Rules.WaitsForDestination
            ? await attempt.ReturnPath!.Join()
            : ErrorClass.None;
        if (error != ErrorClass.None)
        {
            var isKept = sent ? vmm.Rules.KeepsReturnPathError : vmm.Rules.KeepsCompletionError;
            await attempt.Fail(isKept ? error : ErrorClass.None);
        }
        else if (await attempt.EnterColo())
        {
            vmm.Spawn("colo", attempt.Colo.Run, daemon: true);
            return false;
        }
        else if (attempt.IsColo && !vmm.Rules.CompletesWithoutColo)
        {
            return false;
        }
        else
        {
            await Complete();
        }

        return true;
    }

    /// <summary>The program that is to take this process over exists.</summary>
    private bool HasSuccessor => vmm.Outward.HandOver is { ToSuccessor: true } && vmm.Settings["cpr-exec-command"]?.Text == Modes.Successor;

    /// <summary>In mode cpr-exec all is in the file by now: a program that does not exist brings the guest back; one that does is lost
    /// with the guest if it cannot load it.</summary>
    private async Routine Complete()
    {
        var isExec = attempt.Mode == Mode.CprExec;
        if (isExec && !HasSuccessor && vmm.Rules.CompletesAfterExec)
        {
            await attempt.Fail(ErrorClass.Exec);
            Returns();
            if (!vmm.Rules.SurvivesFailedExec)
            {
                await vmm.End(EndedBySignal.Segmentation);
            }

            return;
        }

        EndsInSuccessor = isExec && HasSuccessor;
        await attempt.Complete(status => status is MigrationStatus.Active or MigrationStatus.Device);
        if (isExec && !HasSuccessor)
        {
            await attempt.FailCompleted(ErrorClass.Exec);
            Returns();
        }
    }

    /// <summary>Nobody took the guest: it may run here.</summary>
    private void Returns() => mayRunThere = false;

    /// <summary>The guest goes on here, whatever it does there (x-colo).</summary>
    internal async Routine GoOnHere()
    {
        await vmm.Bql.Acquire();
        Returns();
        GuestBefore = vmm.Rules.ColoHeedsRunState ? GuestBefore : RunState.Running;
        await GiveBack();
        stoppedGuest = false;
        vmm.Bql.Release();
    }

    /// <summary>A manager says that it runs nowhere else (x-colo): it is stopped, and goes on at the end.</summary>
    internal async Routine TakeBack()
    {
        await vmm.Bql.Acquire();
        await StopGuest();
        Returns();
        vmm.Bql.Release();
    }

    /// <summary>The guest goes back to what it was, or stays stopped for good.</summary>
    internal async Routine Finish()
    {
        await vmm.Bql.Acquire();
        vmm.FreePages?.End();
        if (attempt.IsCompleted && !attempt.IsSnapshot)
        {
            if (vmm.Guest.State == RunState.Prelaunch || TakesForCpr)
            {
                // No run state follows from this one in which a migration has ended: what only a deviation comes to.
                await vmm.End(EndedBySignal.Aborted);
                return;
            }

            vmm.Guest.Enter(RunState.Postmigrate);
        }
        else if (stoppedGuest)
        {
            await GiveBack();
        }

        vmm.Bql.Release();
    }

    /// <summary>Past the end of the stream, or the word that it may run, the destination may run the guest. Without its word that it
    /// will not, the source stays stopped, and a manager who knows more may say <c>cont</c>. A guest whose disk is locked by somebody
    /// else is paused: <c>cont</c> tries again.</summary>
    private async Routine GiveBack()
    {
        var refused = mayRunThere && attempt.UsesReturnPath
            && await attempt.ReturnPath!.Error.Read() is ErrorClass.Peer or ErrorClass.Other;
        var mayRun = !mayRunThere || refused || !vmm.Rules.ResumesOnlyWithProof || attempt.Postcopy.IsTakenBack;
        mayRun &= vmm.Rules.GivesBackInPostcopy || !attempt.Postcopy.HasBegun;
        var restored = mayRun && (GuestBefore.IsLive() || vmm.Rules.RestoresRunState)
            ? GuestBefore
            : RunState.Postmigrate;
        if (mayRun && vmm.Rules.FailureActivatesDisk && !vmm.Disk.Activate())
        {
            if (!vmm.Rules.GivesBackWithoutDisk)
            {
                return;
            }

            restored = restored.IsLive() && vmm.Rules.RunsOnlyWithDisk ? RunState.Paused : restored;
        }

        vmm.Guest.Enter(restored);
        if (restored.IsLive())
        {
            CameBackWithoutProof = mayRunThere && !refused;
            await vmm.Outlet.Show(Observation.Resume);
        }
    }

    /// <summary>The guest stops, if it has not before; the big lock is held.</summary>
    internal async Routine StopGuest()
    {
        if (stoppedGuest)
        {
            return;
        }

        if (vmm.Guest.State == RunState.Suspended && !vmm.Rules.LetsGuestSleep)
        {
            vmm.Guest.Enter(RunState.Running);
        }

        GuestBefore = vmm.Guest.State;
        stoppedGuest = vmm.Rules.StopsGuest && !TakesForCpr;
        if (!stoppedGuest)
        {
            return;
        }

        vmm.Guest.Enter(RunState.FinishMigrate);
        Left = attempt.Mode.HandsMemoryOver() ? [.. vmm.Guest.Pages] : null;
        if (GuestBefore.IsLive())
        {
            await vmm.Outlet.Show(Observation.Stop);
        }
    }

    /// <summary>Waits for <c>migrate-continue</c>.</summary>
    internal async Routine<bool> PauseForManager(MigrationStatus next)
    {
        vmm.Bql.Release();
        var go = await attempt.Move(s => s == MigrationStatus.Active, MigrationStatus.PreSwitchover);
        if (go)
        {
            await attempt.MayContinue.Wait();
            go = await attempt.Move(s => s == MigrationStatus.PreSwitchover, next);
            await attempt.NoteThoughCancelled(ErrorClass.Other);
        }

        await vmm.Bql.Acquire();
        return go;
    }

    internal async Routine<bool> EnterDevice() => vmm.Release.AlwaysShowsDevice
        ? await attempt.Move(s => s == MigrationStatus.Active, MigrationStatus.Device)
        : (await attempt.State.Read()).Status == MigrationStatus.Active;

    /// <summary>What is left: gathered under the big lock, sent without it, so that a link that does not move holds up
    /// this thread and nobody else.</summary>
    private async Routine<List<Message>> Gather()
    {
        var rest = new List<Message>();
        vmm.FreePages?.End();
        for (var page = 0; page < vmm.Options.PageCount; page++)
        {
            if (await attempt.Ram!.TakeDirty(page) is { } taken)
            {
                rest.Add(taken);
            }
        }

        if (rest.Count == 0 && !vmm.Rules.SearchEnds)
        {
            await new Event(vmm.World, "the end of time").Wait();
        }

        rest.Add(new(MessageKind.DeviceState, vmm.Devices.Saved | (TakesForCpr ? 1 : 0), 0, GuestBefore) { Sleeps = vmm.Guest.Sleeps });
        rest.Add(new(MessageKind.EndOfStream));
        return rest;
    }

    private async Routine<bool> Send(List<Message> rest)
    {
        foreach (var message in rest)
        {
            var sent = message.Kind switch
            {
                MessageKind.Page => await attempt.Ram!.Send(message),
                MessageKind.EndOfStream when attempt.Mode == Mode.CprExec && !vmm.Rules.FlushesBeforeExec => true,
                MessageKind.DeviceState => await attempt.Ram!.Flush() && await attempt.Send(message),
                _ => await attempt.Send(message),
            };
            if (!sent)
            {
                return false;
            }
        }

        Passes();
        return true;
    }
}
