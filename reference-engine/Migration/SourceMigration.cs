using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The outgoing role: what <c>migrate</c> starts and <c>migrate_cancel</c> ends.</summary>
public sealed class SourceMigration
{
    private readonly Vmm vmm;

    /// <summary>The attempt whose migration thread was the last to be started.</summary>
    private Attempt? connected;

    public SourceMigration(Vmm vmm)
    {
        this.vmm = vmm;
        State = new MigrationState(vmm.World, vmm.Outlet, vmm.Link.Ownership, vmm.Rules, "outgoing");
        Attempt = new Attempt(vmm, this, 0) { IsConnecting = false };
    }

    public MigrationState State { get; }

    /// <summary>The one under way, or the last; before the first <c>migrate</c> one that never began.</summary>
    public Attempt Attempt { get; private set; }

    /// <summary>The manager told a guest to run that a migration had left stopped: what follows is its decision. For laws.</summary>
    public bool WasRevived { get; internal set; }

    /// <summary>Attempts that were begun and not cleaned up yet; for laws.</summary>
    public int Uncleaned { get; private set; }

    /// <summary>Accepts a <c>migrate</c>: the status is <c>setup</c> when the reply is sent; connecting goes on after it.</summary>
    /// <returns>Why it is refused, or none.</returns>
    internal async Routine<ErrorClass> Start()
    {
        var gives = Modes.Of(vmm) == Mode.CprTransfer;
        if (gives && vmm.Rules.RefusedHandOverChangesNothing && !await Give())
        {
            return ErrorClass.Connect;
        }

        var earlier = Attempt;
        var attempt = Attempt = new Attempt(vmm, this, Attempt.Number + 1);
        await State.Move(status => !vmm.Rules.Running.Has(status), MigrationStatus.Setup);
        vmm.Bandwidth.Lift(false);
        vmm.Bandwidth.EnterPostcopy(false);
        if (await Founders(earlier))
        {
            return ErrorClass.Other;
        }

        Uncleaned++;
        if (Transport.Refusal(vmm, vmm.Outward) is var late and not ErrorClass.None)
        {
            if (vmm.Rules.SurvivesOneChannel)
            {
                await FailAtOnce(attempt, late);
            }
            else
            {
                vmm.Spawn("crash", () => vmm.End(EndedBySignal.Segmentation));
            }

            return ErrorClass.None;
        }

        var refusal = gives ? await HandOver(attempt) : ErrorClass.None;
        if (refusal == ErrorClass.None)
        {
            vmm.Spawn($"connect {attempt.Number}", () => Connect(attempt), daemon: true);
        }

        return refusal;
    }

    /// <summary>Whether it cannot go on though it has begun: what only deviations do.</summary>
    private async Routine<bool> Founders(Attempt earlier)
    {
        if (Uncleaned > 0 && !vmm.Rules.LateAttemptsAreForgotten)
        {
            // The status is that of the new attempt, and what becomes of the earlier one is taken for it.
            (Attempt, earlier.IsConnecting) = (earlier, true);
            return true;
        }

        var arrives = vmm.Incoming.IsUnderWay;
        if (arrives && !vmm.Rules.BeginsWhileGuestArrives)
        {
            return true;
        }

        var aborts = (arrives && !vmm.Rules.SurvivesSecondRole) || (Uncleaned > 0 && !vmm.Rules.SurvivesEarlyMigrate)
            || (Attempt.Number > 1 && !vmm.Rules.SecondStartKeepsLocks) || (vmm.Options.HasBlocker && !vmm.Rules.UnplugKeepsLists);
        if (aborts)
        {
            await vmm.End(EndedBySignal.Aborted);
        }

        return aborts;
    }

    /// <summary>Mode cpr-transfer: the destination gets the memory before anything else.</summary>
    private async Routine<ErrorClass> HandOver(Attempt attempt)
    {
        if (vmm.Outward.HandOver is null)
        {
            await vmm.End(EndedBySignal.Aborted);
            return ErrorClass.Other;
        }

        if (!vmm.Rules.RefusedHandOverChangesNothing && !await Give())
        {
            await FailAtOnce(attempt, ErrorClass.Connect);
            return ErrorClass.Connect;
        }

        if (!vmm.Rules.StopsWhenDestinationListens)
        {
            await attempt.Switchover.StopGuest();
        }

        return ErrorClass.None;
    }

    private async Routine FailAtOnce(Attempt attempt, ErrorClass error)
    {
        attempt.IsConnecting = false;
        await attempt.Fail(error);
        await CleanUp(attempt);
    }

    /// <summary>Hands the memory over; false: nobody is there to take it.</summary>
    private async Routine<bool> Give() =>
        vmm.Outward.HandOver is not { } handOver || (await vmm.Outward.Port.Read() != Port.Refusing && handOver.Give(vmm));

    internal async Routine Cancel()
    {
        var attempt = Attempt;
        if (!vmm.Rules.CancelsBeforeShutdown && !attempt.IsConnecting)
        {
            attempt.Connection?.Return.BreakForReceiver();
        }

        if (!vmm.Rules.CancelsBeforeWaking)
        {
            await attempt.MayContinue.Set();
        }

        var before = vmm.Rules.CancelInSetupEnds ? MigrationStatus.None : (await State.Read()).Status;
        if (!await State.Move(MayBeCancelled, MigrationStatus.Cancelling))
        {
            return;
        }

        if (attempt.IsConnecting)
        {
            if (attempt.Mode == Mode.CprTransfer)
            {
                vmm.Outward.HandOver!.Decided.SetNow();
            }

            attempt.Greeted?.ShutdownBySource();

            if (vmm.Rules.CancelEndsConnecting)
            {
                attempt.IsConnecting = false;
                await State.Move(s => s == MigrationStatus.Cancelling, MigrationStatus.Cancelled);
            }

            return;
        }

        if (before == MigrationStatus.Setup)
        {
            vmm.MainLoop.Hangs = true;
            return;
        }

        attempt.Shutdown();
        vmm.Bandwidth.Lift(true);
        await attempt.MayContinue.Set();
        if (vmm.Options.HasFailover)
        {
            await attempt.MayBegin.Set();
        }

        if (attempt.IsColo && vmm.Rules.CancelEndsColo)
        {
            await attempt.Colo.End();
        }

        if (!vmm.Rules.CancelJoinsNobody)
        {
            await attempt.Ended.Wait();
        }
    }

    private bool MayBeCancelled(MigrationStatus status) => (vmm.Rules.Cancellable.Has(status) && (status != MigrationStatus.Colo || vmm.Release.CancelsColo))
        || (status == MigrationStatus.Cancelling && !vmm.Rules.CancelsOnce)
        || (status == MigrationStatus.Failing && !vmm.Rules.CancelLeavesFailing)
        || (status.IsTerminal() && !vmm.Rules.CancelLeavesTerminalStatus);

    /// <summary>The connect worker. What still works for an earlier attempt comes to its end first.</summary>
    private async Routine Connect(Attempt attempt)
    {
        if (connected is { } earlier)
        {
            await earlier.CleanedUp.Wait();
        }

        var waits = attempt.Mode == Mode.CprTransfer;
        var accepted = (!waits || await AwaitListener()) && await AwaitPort(vmm.Outward);
        var made = accepted && !waits ? await attempt.MakeConnection() : null;
        await vmm.MainLoop.Schedule($"connected {accepted}", () => Connected(attempt, made, accepted && waits));
    }

    /// <summary>Whether who took the memory listens, when that is decided: until then the guest runs here.</summary>
    private async Routine<bool> AwaitListener()
    {
        await vmm.Outward.HandOver!.Decided.Wait();
        return await vmm.Outward.HandOver.IsListenedFor.Read();
    }

    /// <summary>Whether somebody accepts at the address, when that is decided.</summary>
    internal static async Routine<bool> AwaitPort(Link link)
    {
        await link.Decided.Wait();
        return await link.Port.Read() == Port.Listening;
    }

    /// <summary>Bottom half: the connection was made, or not, or <paramref name="isAwaited"/> by a destination that took the memory. Who gave up
    /// waiting for that does not connect to it any more.</summary>
    private async Routine Connected(Attempt attempt, Connection? made, bool isAwaited)
    {
        made ??= isAwaited && attempt.IsConnecting ? await attempt.MakeConnection() : null;
        if (made is not null && attempt.UsesTls)
        {
            attempt.Greeted = made;
            if (vmm.Rules.HandshakesLeaveMainLoop)
            {
                vmm.Spawn($"handshake {attempt.Number}", () => GreetThenBegin(attempt, made), daemon: true);
            }
            else
            {
                await Begin(attempt, made, await Greet(made));
            }

            return;
        }

        await Begin(attempt, made, made is null ? ErrorClass.Connect : ErrorClass.None);
    }

    /// <summary>The handshake of an encrypted connection.</summary>
    private async Routine GreetThenBegin(Attempt attempt, Connection made)
    {
        var error = await Greet(made);
        await vmm.MainLoop.Schedule($"handshake {error == ErrorClass.None}", () => Begin(attempt, made, error));
    }

    private async Routine<ErrorClass> Greet(Connection made) =>
        !Tls.HasKeys(vmm) ? ErrorClass.NoKeys : await Tls.Greet(made) ? ErrorClass.None : ErrorClass.Handshake;

    /// <summary>Bottom half: the connection can be used, or not.</summary>
    private async Routine Begin(Attempt attempt, Connection? made, ErrorClass error)
    {
        attempt.Greeted = null;
        if (made is not null && error != ErrorClass.None)
        {
            made.ShutdownBySource();
            made = null;
        }

        if (attempt != Attempt)
        {
            // A cancelled attempt comes to its end when another is under way already.
            Uncleaned--;
            made?.ShutdownBySource();
            return;
        }

        var wanted = attempt.IsConnecting;
        attempt.IsConnecting = false;
        if (!wanted || (await State.Read()).Status == MigrationStatus.Cancelling)
        {
            if (made is not null && !vmm.Rules.CancelEndsConnecting)
            {
                // Who waits for the connect sends its header before it looks for the cancel.
                await made.Forward.Send(new(MessageKind.Configuration, vmm.Options.MachineType));
                if (!vmm.Rules.CancelInSetupEnds && await vmm.World.Choose(2, "the clean-up waits for what is not shut down") == 1)
                {
                    vmm.MainLoop.Hangs = true;
                    return;
                }
            }

            made?.ShutdownBySource();
            await attempt.NoteThoughCancelled(error);
            await CleanUp(attempt);
        }
        else if (made is not null)
        {
            attempt.Use(made);
            if (attempt.Mode != Mode.Normal)
            {
                await attempt.Switchover.StopGuest();
            }

            connected = attempt;
            vmm.Spawn("migration", () => Run(attempt));
        }
        else
        {
            await attempt.Fail(vmm.Rules.KeepsConnectError ? error : ErrorClass.None);
            if (vmm.Rules.ConnectFailureCleansUp)
            {
                await CleanUp(attempt);
            }

            if (!vmm.Rules.CleansUpOnce)
            {
                await CleanUp(attempt);
            }
        }
    }

    /// <summary>The migration thread.</summary>
    private async Routine Run(Attempt attempt)
    {
        var precopy = new Precopy(vmm, attempt);
        var isReady = await precopy.SendSetup();
        if (isReady && attempt.IsSnapshot)
        {
            await new BackgroundSnapshot(vmm, attempt).Run();
        }
        else if (isReady)
        {
            switch (await precopy.Iterate())
            {
                case Onward.Completion when !await attempt.Switchover.Run():
                case Onward.Postcopy when !await attempt.Postcopy.Run():
                    return;
            }
        }

        await End(attempt);
    }

    /// <summary>The guest is given back, or is not, and the rest is left to the main loop.</summary>
    internal async Routine End(Attempt attempt)
    {
        if (vmm.Throttle is { } throttle && vmm.Rules.ThrottleEnds)
        {
            await throttle.End();
        }

        await attempt.Switchover.Finish();
        await attempt.Ended.Set();
        await vmm.MainLoop.Schedule("clean up", () => CleanUp(attempt));
    }

    /// <summary>Bottom half: the channels are closed, and a status that waited for it becomes terminal.</summary>
    private async Routine CleanUp(Attempt attempt)
    {
        Uncleaned--;
        if (vmm.Rules.FailedSwitchoverCloses || !attempt.Switchover.KeptGuest || !attempt.UsesReturnPath)
        {
            attempt.Shutdown();
        }

        if (attempt.Ram?.ForgetsChannels == true && vmm.Release.KnowsConnections)
        {
            await vmm.End(EndedBySignal.Aborted);
        }

        vmm.MainLoop.Hangs |= vmm.Outward.Medium == Medium.File && !vmm.Rules.MainLoopWaitsForNoFile;
        await attempt.Move(s => s == MigrationStatus.Cancelling, MigrationStatus.Cancelled);
        await attempt.Move(s => s == MigrationStatus.Failing, MigrationStatus.Failed);
        await attempt.CleanedUp.Set();
        if (attempt.Switchover.EndsInSuccessor)
        {
            await vmm.End(0);
            vmm.Outward.HandOver!.Give(vmm);
        }
    }
}
