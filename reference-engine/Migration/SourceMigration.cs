using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Ram;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The outgoing role: what <c>migrate</c> starts and <c>migrate_cancel</c> ends.</summary>
public sealed class SourceMigration
{
    private readonly Vmm vmm;
    private readonly Event ended;
    private bool connecting;
    private int attempt;
    private int uncleaned;

    public SourceMigration(Vmm vmm)
    {
        this.vmm = vmm;
        State = new MigrationState(vmm.World, vmm.Outlet, vmm.Link.Ownership, vmm.Rules, "outgoing");
        ended = new Event(vmm.World, $"{vmm.Side.Name()} migration thread ended");
        MayContinue = new Event(vmm.World, $"{vmm.Side.Name()} may continue");
        Postcopy = new OutgoingPostcopy(vmm, this, Switchover = new Switchover(vmm, this));
    }

    public MigrationState State { get; }

    /// <summary>Set by <c>migrate-continue</c>, and by a cancel to wake the waiter.</summary>
    public Event MayContinue { get; }

    /// <summary>Of the attempt under way: what an earlier one left behind is none of its business.</summary>
    public Switchover Switchover { get; private set; }

    public OutgoingPostcopy Postcopy { get; private set; }

    /// <summary>The connection now in use; null before there is one.</summary>
    internal Connection? Connection { get; private set; }

    /// <summary>How pages leave in precopy.</summary>
    internal OutgoingRam? Ram { get; private set; }

    /// <summary>What it remembers of pages sent is not what was sent; for laws.</summary>
    public bool RemembersWrongly => Ram is { IsTrue: false };

    /// <summary>What reads the answers of that connection.</summary>
    internal ReturnPath? ReturnPath { get; private set; }

    /// <summary>The manager told a guest to run that a migration had left stopped: what follows is its decision. For laws.</summary>
    public bool WasRevived { get; internal set; }

    /// <summary>Capabilities as they were when <c>migrate</c> was accepted: what is switched later is for the next one.</summary>
    internal bool UsesReturnPath { get; private set; }

    internal bool PausesBeforeSwitchover { get; private set; }

    internal bool MayPostcopy { get; private set; }

    /// <summary>The destination says when it is ready for the switchover.</summary>
    public bool AsksForApproval { get; private set; }

    internal Mode Mode { get; private set; }

    /// <summary>The guest stays here, whatever becomes of the migration.</summary>
    public bool IsSnapshot { get; private set; }

    /// <summary>The pages of the moment that was kept; for laws.</summary>
    public IReadOnlyList<int>? Snapshot { get; private set; }

    /// <summary>How often what holds from <c>migrate</c> to the end had been changed when it was accepted; for laws.</summary>
    public int Latched { get; private set; }

    /// <summary>Attempts that were begun and not cleaned up yet; for laws.</summary>
    public int Uncleaned => uncleaned;

    private Link Link => vmm.Link;

    /// <summary>Accepts a <c>migrate</c>: the status is <c>setup</c> when the reply is sent; connecting goes on after it.</summary>
    /// <returns>False: refused.</returns>
    internal async Routine<bool> Start()
    {
        Latched = vmm.Settings.FixedChanges.Count;
        MayPostcopy = vmm.Settings.Has("postcopy-ram");
        UsesReturnPath = vmm.Settings.Has("return-path") || MayPostcopy;
        IsSnapshot = vmm.Settings.Has("background-snapshot");
        AsksForApproval = vmm.Settings.Has("switchover-ack");
        Mode = Modes.Of(vmm);
        PausesBeforeSwitchover = vmm.Settings.Has("pause-before-switchover");
        await State.Move(status => !vmm.Rules.Running.Has(status), MigrationStatus.Setup);
        connecting = true;
        (Connection, Ram) = (null, null);
        Postcopy = new OutgoingPostcopy(vmm, this, Switchover = new Switchover(vmm, this));
        vmm.Bandwidth.Lift(false);
        vmm.Bandwidth.EnterPostcopy(false);
        if (uncleaned > 0 && !vmm.Rules.LateAttemptsAreForgotten)
        {
            return false;
        }

        if (uncleaned > 0 && !vmm.Rules.SurvivesEarlyMigrate)
        {
            await vmm.End(EndedBySignal.Aborted);
            return false;
        }

        uncleaned++;
        var number = ++attempt;
        vmm.Spawn($"connect {number}", () => Connect(number), daemon: true);
        return true;
    }

    internal async Routine Cancel()
    {
        if (!vmm.Rules.CancelsBeforeShutdown && !connecting)
        {
            Connection?.Return.BreakForReceiver();
        }

        if (!vmm.Rules.CancelsBeforeWaking)
        {
            await MayContinue.Set();
        }

        var before = vmm.Rules.CancelInSetupEnds ? MigrationStatus.None : (await State.Read()).Status;
        if (!await State.Move(MayBeCancelled, MigrationStatus.Cancelling))
        {
            return;
        }

        if (connecting)
        {
            if (vmm.Rules.CancelEndsConnecting)
            {
                connecting = false;
                await State.Move(s => s == MigrationStatus.Cancelling, MigrationStatus.Cancelled);
            }

            return;
        }

        if (before == MigrationStatus.Setup)
        {
            vmm.MainLoop.Hangs = true;
            return;
        }

        Shutdown();
        vmm.Bandwidth.Lift(true);
        await MayContinue.Set();
        if (!vmm.Rules.CancelJoinsNobody)
        {
            await ended.Wait();
        }
    }

    /// <summary>Fails the migration with this error, unless somebody ended it before.</summary>
    internal async Routine Fail(ErrorClass error)
    {
        var target = vmm.Release.HasFailing ? MigrationStatus.Failing : MigrationStatus.Failed;
        if (vmm.Rules.FailsFromTheStatusItSaw)
        {
            var hasFailed = !await State.Move(MayEnd, target, error) && !vmm.Rules.FailsOnce && (await State.Read()).Status == target;
            if (hasFailed && await vmm.World.Choose(2, "it fails again") == 0)
            {
                await State.Overwrite(target, error);
            }

            await NoteThoughCancelled(error);
        }
        else if (MayEnd((await State.Read()).Status))
        {
            await State.Overwrite(target, error);
        }
    }

    /// <summary>Stores the error of a migration that somebody cancelled: what only a deviation does.</summary>
    internal async Routine NoteThoughCancelled(ErrorClass error)
    {
        if (!vmm.Rules.CancelledHasNoError && State.Now.Status is MigrationStatus.Cancelling or MigrationStatus.Cancelled
            && await vmm.World.Choose(2, "the error is stored") == 1)
        {
            State.Note(error);
        }
    }

    private bool MayBeCancelled(MigrationStatus status) => vmm.Rules.Cancellable.Has(status)
        || (status == MigrationStatus.Cancelling && !vmm.Rules.CancelsOnce)
        || (status == MigrationStatus.Failing && !vmm.Rules.CancelLeavesFailing)
        || (status.IsTerminal() && !vmm.Rules.CancelLeavesTerminalStatus);

    private bool MayEnd(MigrationStatus status) => vmm.Rules.Endable.Has(status);

    private async Routine Connect(int number)
    {
        var accepted = await AwaitPort();
        await vmm.MainLoop.Schedule($"connected {accepted}", () => Connected(accepted, number));
    }

    /// <summary>Whether somebody accepts at the address, when that is decided.</summary>
    internal async Routine<bool> AwaitPort()
    {
        await Link.Decided.Wait();
        return await Link.Port.Read() == Port.Listening;
    }

    /// <summary>Bottom half: the connection was made, or not.</summary>
    private async Routine Connected(bool accepted, int number)
    {
        var made = accepted ? await MakeConnection() : null;
        if (number != attempt)
        {
            // A cancelled attempt comes to its end when another is under way already.
            uncleaned--;
            made?.ShutdownBySource();
            return;
        }

        var wanted = connecting;
        connecting = false;
        Connection = made;
        if (!wanted || (await State.Read()).Status == MigrationStatus.Cancelling)
        {
            if (made is not null && !vmm.Rules.CancelEndsConnecting)
            {
                // Who waits for the connect sends its header before it looks for the cancel.
                await Send(new(MessageKind.Configuration, vmm.Options.MachineType.Length));
            }

            await CleanUp();
        }
        else if (made is not null)
        {
            Use(made);
            Ram = new OutgoingRam(vmm, this);
            if (Mode != Mode.Normal)
            {
                await Switchover.StopGuest();
            }

            vmm.Spawn("migration", Run);
        }
        else
        {
            await Fail(vmm.Rules.KeepsConnectError ? ErrorClass.Connect : ErrorClass.None);
            if (vmm.Rules.ConnectFailureCleansUp)
            {
                await CleanUp();
            }

            if (!vmm.Rules.CleansUpOnce)
            {
                await CleanUp();
            }
        }
    }

    internal async Routine<Connection> MakeConnection()
    {
        var made = Link.Connect();
        await Link.Deliver(made);
        return made;
    }

    /// <summary>From now on this connection is sent on and, with a return path, listened to.</summary>
    internal void Use(Connection connection)
    {
        Connection = connection;
        connection.Forward.Ended = () => vmm.Bandwidth.Lift(connection == Connection);
        if (UsesReturnPath)
        {
            ReturnPath = new ReturnPath(vmm, connection, Postcopy);
            vmm.Spawn("return path", ReturnPath.Run);
        }
    }

    /// <summary>The migration thread.</summary>
    private async Routine Run()
    {
        var (switchover, postcopy) = (Switchover, Postcopy);
        var precopy = new Precopy(vmm, this, postcopy);
        var isReady = await precopy.SendSetup();
        if (isReady && IsSnapshot)
        {
            await new BackgroundSnapshot(vmm, this).Run();
        }
        else if (isReady)
        {
            switch (await precopy.Iterate())
            {
                case Onward.Completion:
                    await switchover.Run();
                    break;
                case Onward.Postcopy when !await postcopy.Run():
                    return;
            }
        }

        await End(switchover);
    }

    /// <summary>The guest is given back, or is not, and the rest is left to the main loop.</summary>
    internal async Routine End(Switchover switchover)
    {
        await switchover.Finish();
        await ended.Set();
        await vmm.MainLoop.Schedule("clean up", CleanUp);
    }

    internal Operation<bool> Send(Message message) => Connection!.Forward.Send(message);

    internal void NoteSnapshot(IReadOnlyList<int> pages) => Snapshot = pages;

    private void Shutdown()
    {
        Connection?.ShutdownBySource();
        Ram?.Shutdown();
    }

    /// <summary>Bottom half: the channels are closed, and a status that waited for it becomes terminal.</summary>
    private async Routine CleanUp()
    {
        uncleaned--;
        Shutdown();
        await State.Move(s => s == MigrationStatus.Cancelling, MigrationStatus.Cancelled);
        await State.Move(s => s == MigrationStatus.Failing, MigrationStatus.Failed);
    }
}
