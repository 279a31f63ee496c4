using Exploration;
using Migconf.ReferenceEngine.Migration;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>What each command does and when it is refused (facts: control-plane, section 3). All runs in
/// the main loop under the big lock, but what a manager asks for out of band; the result is the reply.</summary>
public sealed class Commands(Vmm vmm)
{
    public async Routine<Observation> Execute(Command command) => command.Name switch
    {
        "migrate" when command.Resume => await Resume(command),
        "migrate" => await Migrate(command),
        "migrate-incoming" => await MigrateIncoming(command),
        "migrate_cancel" => await Cancel(command),
        "migrate-continue" => await Continue(command),
        "migrate-start-postcopy" => await StartPostcopy(command),
        "migrate-pause" => await Pause(command),
        "migrate-recover" => await Recover(command),
        "x-colo-lost-heartbeat" => await EndColo(command),
        "device_add" => await vmm.Devices.Add(command),
        "device_del" => vmm.Devices.Delete(command),
        "block-job-cancel" => EndJob(command),
        "migrate-set-capabilities" => await SetCapabilities(command),
        "migrate-set-parameters" => await SetParameters(command),
        "query-migrate-capabilities" => Observation.Capabilities(command.Id, vmm.Settings),
        "query-migrate-parameters" => Observation.Parameters(command.Id, vmm.Settings),
        "query-migrate" => await QueryMigrate(command),
        "query-status" => Observation.GuestState(command.Id, vmm.Guest.State),
        "query-named-block-nodes" => QueryDisk(command),
        "stop" => await Stop(command),
        "cont" => await Cont(command),
        "system_reset" => await Reset(command),
        "yank" => await Yank(command),
        "quit" => await Quit(command),
        _ => Observation.Refused(command.Id, ErrorClass.Other),
    };

    private async Routine<Observation> Migrate(Command command)
    {
        var status = (await vmm.Outgoing.State.Read()).Status;
        var refusal = (vmm.Rules.Running.Has(status), vmm.Guest.State) switch
        {
            (true, _) => ErrorClass.MigrationInProgress,
            (_, not RunState.Inmigrate) when vmm.Incoming.IsUnderWay && vmm.Rules.RefusesWhileGuestArrives => ErrorClass.MigrationInProgress,
            (_, RunState.Inmigrate) => ErrorClass.WaitingForIncoming,
            (_, RunState.Postmigrate) when vmm.Release.RefusesWhoHasLeft => ErrorClass.PausedByMigration,
            _ when vmm.IsPoisoned.Value && vmm.Rules.RefusesPoisonedMemory => ErrorClass.MemoryPoisoned,
            _ when vmm.IsBlocked => ErrorClass.Blocked,
            _ when vmm.Settings.ForbidMigrate => ErrorClass.IncompatibleOptions,
            _ when Modes.Refusal(vmm) is var asked and not ErrorClass.None => asked,
            _ when vmm.Release.ChecksChannelsFirst => Transport.Refusal(vmm, vmm.Outward),
            _ => ErrorClass.None,
        };
        if (refusal != ErrorClass.None)
        {
            if (!vmm.Rules.RefusalsChangeNothing)
            {
                vmm.Guest.Enter(RunState.Paused);
            }

            return Observation.Refused(command.Id, refusal);
        }

        return Reply(command, await vmm.Outgoing.Start());
    }

    private async Routine<Observation> MigrateIncoming(Command command)
    {
        var refusal = command.ExitOnError is not null && !vmm.Release.KnowsExitOnError ? ErrorClass.UnknownOption : vmm.Incoming.Refusal;
        if (refusal != ErrorClass.None)
        {
            return Observation.Refused(command.Id, refusal);
        }

        await vmm.Incoming.Listen(command.ExitOnError ?? true);
        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> Resume(Command command)
    {
        if ((await vmm.Outgoing.State.Read()).Status != MigrationStatus.PostcopyPaused)
        {
            return Observation.Refused(command.Id, ErrorClass.NotPaused);
        }

        if (vmm.Settings.Has("release-ram"))
        {
            return Observation.Refused(command.Id, ErrorClass.MemoryReleased);
        }

        await vmm.Outgoing.Attempt.Postcopy.Recovery.Resume();
        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> StartPostcopy(Command command)
    {
        var refusal = !vmm.Settings.Has("postcopy-ram") ? ErrorClass.PostcopyNotEnabled
            : (await vmm.Outgoing.State.Read()).Status == MigrationStatus.None ? ErrorClass.PostcopyTooEarly
            : ErrorClass.None;
        if (refusal == ErrorClass.None)
        {
            await vmm.Outgoing.Attempt.Postcopy.IsWanted.Write(true);
            vmm.Bandwidth.Urge();
        }

        return Reply(command, refusal);
    }

    private async Routine<Observation> Pause(Command command)
    {
        if (MayPause((await vmm.Outgoing.State.Read()).Status))
        {
            return Reply(command, await vmm.Outgoing.Attempt.Postcopy.GiveUpLink() ? ErrorClass.None : ErrorClass.NothingToPause);
        }
        else if (MayPause((await vmm.Incoming.State.Read()).Status))
        {
            vmm.Incoming.Connection!.Break();
        }
        else
        {
            return Observation.Refused(command.Id, ErrorClass.NothingToPause);
        }

        return Observation.Ok(command.Id);
    }

    private bool MayPause(MigrationStatus status) => vmm.Rules.Pausable.Has(status)
        && (status != MigrationStatus.PostcopyRecover || vmm.Release.PausesRecovery);

    private async Routine<Observation> Recover(Command command)
    {
        if ((await vmm.Incoming.State.Read()).Status != MigrationStatus.PostcopyPaused
            || (vmm.Incoming.Postcopy.WasRecovered && !vmm.Rules.RecoversRepeatedly))
        {
            return Observation.Refused(command.Id, ErrorClass.NotPaused);
        }

        await vmm.Incoming.Postcopy.Recover();
        return Observation.Ok(command.Id);
    }

    /// <summary>What copies the disk stops.</summary>
    private Observation EndJob(Command command) => Reply(command, vmm.Disk.EndJob() ? ErrorClass.None : ErrorClass.NoJob);

    /// <summary>The manager says that the other side is lost.</summary>
    private async Routine<Observation> EndColo(Command command)
    {
        if ((await vmm.Outgoing.State.Read()).Status == MigrationStatus.Colo)
        {
            await vmm.Outgoing.Attempt.Colo.End();
        }
        else if ((await vmm.Incoming.State.Read()).Status == MigrationStatus.Colo)
        {
            await vmm.MainLoop.Schedule("colo ends", vmm.Incoming.Colo.End);
        }
        else
        {
            return Observation.Refused(command.Id, ErrorClass.NotColo);
        }

        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> Cancel(Command command)
    {
        if (vmm.Rules.Postcopy.Has((await vmm.Outgoing.State.Read()).Status))
        {
            return Observation.Refused(command.Id, ErrorClass.PostcopyNotCancelled);
        }

        await vmm.Outgoing.Cancel();
        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> Continue(Command command)
    {
        var wanted = MigrationStatuses.Parse(command.State ?? "");
        var status = (await vmm.Outgoing.State.Read()).Status;
        if (status != wanted)
        {
            return Observation.Refused(command.Id, ErrorClass.UnexpectedStatus);
        }

        await vmm.Outgoing.Attempt.MayContinue.Set();
        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> SetCapabilities(Command command)
    {
        var changes = command.Capabilities;
        var problem = vmm.Settings.Misread(changes) is var misread and not ErrorClass.None ? misread
            : vmm.Rules.Running.Has((await vmm.Outgoing.State.Read()).Status) ? ErrorClass.MigrationInProgress
            : vmm.Incoming.IsUnderWay && vmm.Rules.DestinationCapabilitiesHold && Fixed(changes) ? ErrorClass.TooLate
            : vmm.Settings.Problem(changes) is var wrong and not ErrorClass.None ? wrong
            : vmm.Incoming.IsUnderWay && vmm.Release.ChecksChannelsAfterListen && MoreChannels(changes) ? ErrorClass.TooLate
            : vmm.Settings.Set(changes);
        return Reply(command, problem);
    }

    private bool Fixed(IReadOnlyList<(string Name, bool On)> changes) =>
        changes.Any(change => vmm.Rules.Options.Capability(change.Name, vmm.Release)?.Changes == Changes.BetweenMigrations);

    private bool MoreChannels(IReadOnlyList<(string Name, bool On)> changes) =>
        changes.Any(change => change is { On: true, Name: "multifd" or "postcopy-preempt" } && !vmm.Settings.Has(change.Name));

    private async Routine<Observation> SetParameters(Command command)
    {
        var isFixed = vmm.Rules.ParametersHold
            && command.Parameters.Any(change => vmm.Rules.Options.Parameter(change.Name, vmm.Release)?.Changes == Changes.BetweenMigrations);
        var problem = vmm.Settings.Misread(command.Parameters) is var misread and not ErrorClass.None ? misread
            : isFixed && vmm.Rules.Running.Has((await vmm.Outgoing.State.Read()).Status) ? ErrorClass.MigrationInProgress
            : isFixed && vmm.Incoming.IsUnderWay ? ErrorClass.TooLate
            : vmm.Settings.Set(command.Parameters);
        if (problem == ErrorClass.None && !vmm.Rules.AcceptsNothing && command.Parameters.Any(change => change is { Name: "tls-authz", Value.Kind: OptionKind.Nothing }))
        {
            await vmm.End(EndedBySignal.Aborted);
        }

        if (problem == ErrorClass.None && command.Parameters.Any(change => change.Name == "max-bandwidth"))
        {
            vmm.Bandwidth.Limit(vmm.Settings["max-bandwidth"]!.Value.Number!.Value);
        }

        if (problem == ErrorClass.None && command.Parameters.Any(change => change.Name == "max-postcopy-bandwidth"))
        {
            vmm.Bandwidth.LimitPostcopy(vmm.Settings["max-postcopy-bandwidth"]!.Value.Number!.Value);
        }

        return Reply(command, problem);
    }

    private static Observation Reply(Command command, ErrorClass problem) =>
        problem == ErrorClass.None ? Observation.Ok(command.Id) : Observation.Refused(command.Id, problem);

    private async Routine<Observation> QueryMigrate(Command command)
    {
        var outgoing = await vmm.Outgoing.State.Read();
        if (outgoing.Status != MigrationStatus.None || !vmm.Options.IsIncoming)
        {
            var shows = outgoing.Status != MigrationStatus.PostcopyPaused || vmm.Rules.ShowsReasonOfPause;
            return Observation.Migration(command.Id, outgoing.Status, shows ? outgoing.Error : ErrorClass.None, vmm.Throttle?.Read() == true);
        }

        var incoming = await vmm.Incoming.State.Read();
        var hidden = incoming.Status == MigrationStatus.Setup && !vmm.Release.ShowsIncomingSetup;
        return Observation.Migration(command.Id, hidden ? MigrationStatus.None : incoming.Status, incoming.Error);
    }

    private Observation QueryDisk(Command command) => vmm.Disk.Exists && vmm.Release.ShowsActiveDisks
        ? Observation.Disk(command.Id, vmm.Disk.IsActive)
        : Observation.Ok(command.Id);

    private async Routine<Observation> Stop(Command command)
    {
        if (vmm.Guest.State == RunState.Inmigrate)
        {
            vmm.Incoming.AutoStart = false;
        }
        else if (vmm.Guest.IsRunning || (vmm.Guest.State == RunState.Suspended && vmm.Release.StopsSuspended))
        {
            vmm.Guest.Enter(RunState.Paused);
            vmm.Bandwidth.NoteBusy(false);
            await vmm.Outlet.Show(Observation.Stop);
            if (vmm.Outgoing.Attempt.AsksForApproval)
            {
                vmm.Outgoing.Attempt.ReturnPath?.MaySwitchOver.SetNow();
            }
        }

        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> Cont(Command command)
    {
        switch (vmm.Guest.State)
        {
            case RunState.FinishMigrate:
                return Observation.Refused(command.Id, ErrorClass.NotFinalized);
            case RunState.Shutdown:
                return Observation.Refused(command.Id, ErrorClass.NeedsReset);
            case RunState.Inmigrate when !vmm.Rules.ContWaitsForGuest && !vmm.Disk.Activate(alone: false):
                return Observation.Refused(command.Id, ErrorClass.DiskLocked);
            case RunState.Inmigrate:
                vmm.Incoming.AutoStart = true;
                break;
            case not RunState.Inmigrate when !vmm.Disk.Activate():
                return Observation.Refused(command.Id, ErrorClass.DiskLocked);
            case RunState.Running or RunState.Suspended:
                break;
            default:
                vmm.Outgoing.WasRevived |= vmm.Guest.State == RunState.Postmigrate;
                vmm.Guest.GoOn();
                vmm.Bandwidth.NoteBusy(vmm.Options.HasBusyGuest);
                await vmm.Outlet.Show(Observation.Resume);
                break;
        }

        return Observation.Ok(command.Id);
    }

    /// <summary>Shuts down the connection of a migration, whichever its status is: who uses it finds it broken.</summary>
    private async Routine<Observation> Yank(Command command)
    {
        var outgoing = (await vmm.Outgoing.State.Read()).Status;
        var incoming = (await vmm.Incoming.State.Read()).Status;
        if (!outgoing.IsRunning() && !incoming.IsRunning())
        {
            return Observation.Refused(command.Id, ErrorClass.NothingToYank);
        }

        vmm.Outgoing.Attempt.Yank();
        vmm.Incoming.Connection?.Break();
        return Observation.Ok(command.Id);
    }

    private async Routine<Observation> Reset(Command command)
    {
        if (vmm.Release.RepliesAfterReset)
        {
            await ResetGuest();
        }
        else
        {
            await vmm.MainLoop.Schedule("reset", ResetGuest);
        }

        return Observation.Ok(command.Id);
    }

    /// <summary>The guest begins anew, with memory that can be read. Who stops virtual CPUs gives up the big lock meanwhile: what the guest is then may not
    /// be what it was. One that a migration has stopped, or that has not arrived, stays stopped.</summary>
    private async Routine ResetGuest()
    {
        if (vmm.Guest.IsRunning)
        {
            vmm.Bql.Release();
            await vmm.Bql.Acquire();
        }

        if (vmm.Options.HasPoison)
        {
            vmm.IsPoisoned.Set(false);
        }

        if (!vmm.Rules.ResetNeedsNoMemory && vmm.Guest.MissingPages is not 0 and var missing)
        {
            await vmm.Incoming.Postcopy.Fault(System.Numerics.BitOperations.TrailingZeroCount(missing));
        }

        await vmm.Outlet.Show(Observation.Reset);
        var stays = vmm.Guest.State is RunState.Running or RunState.Inmigrate
            || (vmm.Guest.State == RunState.FinishMigrate && vmm.Rules.ResetLeavesStopped);
        if (!stays)
        {
            vmm.Outgoing.WasRevived |= vmm.Guest.State == RunState.Postmigrate;
            vmm.Guest.Enter(RunState.Prelaunch);
        }
    }

    private async Routine<Observation> Quit(Command command)
    {
        await vmm.MainLoop.Schedule("quit", ShutDown);
        return Observation.Ok(command.Id);
    }

    /// <summary>Bottom half: the process ends in order.</summary>
    private async Routine ShutDown()
    {
        await vmm.Outgoing.Attempt.Colo.AskForLast();
        await vmm.Outgoing.Cancel();
        if (!vmm.Rules.QuitLeavesPostcopy)
        {
            await vmm.Outgoing.State.Move(vmm.Rules.Postcopy.Has, MigrationStatus.Cancelling);
        }

        var breaks = !vmm.Rules.QuitEndsLoadFirst && vmm.Incoming.State.Now.Status == MigrationStatus.Active
            && await vmm.World.Choose(2, "what loads wakes once more") == 1;
        await vmm.End(breaks ? EndedBySignal.Aborted : 0);
    }
}
