using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The outgoing role: what <c>migrate</c> starts and <c>migrate_cancel</c> ends.</summary>
public sealed class SourceMigration
{
    private readonly Vmm vmm;
    private bool connecting;
    private int attempt;
    private int uncleaned;

    public SourceMigration(Vmm vmm)
    {
        this.vmm = vmm;
        State = new MigrationState(vmm.World, vmm.Outlet, vmm.Link.Ownership, vmm.Rules, "outgoing");
        MayContinue = new Event(vmm.World, $"{vmm.Side.Name()} may continue");
        ReturnPath = new ReturnPath(vmm);
        Switchover = new Switchover(vmm, this);
    }

    public MigrationState State { get; }

    /// <summary>Set by <c>migrate-continue</c>, and by a cancel to wake the waiter.</summary>
    public Event MayContinue { get; }

    public ReturnPath ReturnPath { get; }

    public Switchover Switchover { get; }

    /// <summary>The manager told a guest to run that a migration had left stopped: what follows is its decision. For laws.</summary>
    public bool WasRevived { get; internal set; }

    /// <summary>Capabilities as they were when <c>migrate</c> was accepted: what is switched later is for the next one.</summary>
    internal bool UsesReturnPath { get; private set; }

    internal bool PausesBeforeSwitchover { get; private set; }

    /// <summary>How often what holds from <c>migrate</c> to the end had been changed when it was accepted; for laws.</summary>
    public int Latched { get; private set; }

    private Link Link => vmm.Link;

    /// <summary>Accepts a <c>migrate</c>: the status is <c>setup</c> when the reply is sent; connecting goes on after it.</summary>
    /// <returns>False: refused.</returns>
    internal async Routine<bool> Start()
    {
        Latched = vmm.Settings.FixedChanges.Count;
        UsesReturnPath = vmm.Settings.Has("return-path");
        PausesBeforeSwitchover = vmm.Settings.Has("pause-before-switchover");
        await State.Move(status => !vmm.Rules.Running.Has(status), MigrationStatus.Setup);
        connecting = true;
        vmm.Bandwidth.Lift(false);
        if (uncleaned > 0 && !vmm.Rules.LateAttemptsAreForgotten)
        {
            return false;
        }

        if (uncleaned > 0 && !vmm.Rules.SurvivesEarlyMigrate)
        {
            const int Aborted = -6;
            await vmm.Outlet.Show(Observation.Exit(Aborted));
            vmm.Die();
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
            Link.Return.BreakForReceiver();
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

        Link.ShutdownBySource();
        vmm.Bandwidth.Lift(true);
        await MayContinue.Set();
    }

    /// <summary>Fails the migration with this error, unless somebody ended it before.</summary>
    internal async Routine Fail(ErrorClass error)
    {
        var target = vmm.Release.HasFailing ? MigrationStatus.Failing : MigrationStatus.Failed;
        if (vmm.Rules.FailsFromTheStatusItSaw)
        {
            await State.Move(MayEnd, target, error);
        }
        else if (MayEnd((await State.Read()).Status))
        {
            await State.Overwrite(target, error);
        }
    }

    private bool MayBeCancelled(MigrationStatus status) => MayEnd(status)
        || (status == MigrationStatus.Cancelling && !vmm.Rules.CancelsOnce)
        || (status == MigrationStatus.Failing && !vmm.Rules.CancelLeavesFailing)
        || (status.IsTerminal() && !vmm.Rules.CancelLeavesTerminalStatus);

    private bool MayEnd(MigrationStatus status) => vmm.Rules.Endable.Has(status);

    private async Routine Connect(int number)
    {
        await Link.Decided.Wait();
        var accepted = await Link.Port.Read() == Port.Listening;
        await vmm.MainLoop.Schedule($"connected {accepted}", () => Connected(accepted, number));
    }

    /// <summary>Bottom half: the connection was made, or not.</summary>
    private async Routine Connected(bool accepted, int number)
    {
        if (accepted)
        {
            await Link.Connected.Set();
        }

        if (number != attempt)
        {
            // A cancelled attempt comes to its end when another is under way already.
            uncleaned--;
            return;
        }

        var wanted = connecting;
        connecting = false;
        if (!wanted || (await State.Read()).Status == MigrationStatus.Cancelling)
        {
            await CleanUp();
        }
        else if (accepted)
        {
            if (UsesReturnPath)
            {
                vmm.Spawn("return path", ReturnPath.Run);
            }

            vmm.Spawn("migration", Run);
        }
        else
        {
            await Fail(vmm.Rules.KeepsConnectError ? ErrorClass.Connect : ErrorClass.None);
            await CleanUp();
        }
    }

    /// <summary>The migration thread.</summary>
    private async Routine Run()
    {
        if (await SendSetup() && await Iterate())
        {
            await Switchover.Run();
        }

        await Switchover.Finish();
        await vmm.MainLoop.Schedule("clean up", CleanUp);
    }

    private async Routine<bool> SendSetup()
    {
        vmm.Guest.MarkAllDirty();
        var sent = await Link.Forward.Send(new(MessageKind.Configuration, vmm.Options.MachineType.Length))
            && (!UsesReturnPath || await Link.Forward.Send(new(MessageKind.OpenReturnPath)))
            && await Link.Forward.Send(new(MessageKind.RamSetup, vmm.Options.MemorySize));
        if (!sent)
        {
            await Fail(ErrorClass.Link);
            return false;
        }

        return await State.Move(status => status == MigrationStatus.Setup, MigrationStatus.Active);
    }

    /// <summary>Passes over the dirty pages while the guest runs, until few enough are left.</summary>
    private async Routine<bool> Iterate()
    {
        const int FewEnough = 1;
        do
        {
            await vmm.Bandwidth.GoOn();
            if ((await State.Read()).Status != MigrationStatus.Active)
            {
                return false;
            }

            var error = UsesReturnPath ? await ReturnPath.Error.Read() : ErrorClass.None;
            if (error != ErrorClass.None)
            {
                await Fail(vmm.Rules.KeepsReturnPathError ? error : ErrorClass.None);
                return false;
            }

            if (!await SendDirtyPages() || (vmm.Bandwidth.IsSlow && !await SendSomePage()))
            {
                await Fail(ErrorClass.Link);
                return false;
            }
        }
        while (await vmm.Guest.CountDirty() > FewEnough || vmm.Bandwidth.IsSlow);
        return true;
    }

    private async Routine<bool> SendDirtyPages()
    {
        for (var page = 0; page < vmm.Options.PageCount; page++)
        {
            if (await TakeDirtyPage(page) is { } taken && !await Link.Forward.Send(taken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A page to be sent, if it is dirty. Its mark goes before it is read, so that a write in between marks it again.</summary>
    internal async Routine<Message?> TakeDirtyPage(int page)
    {
        var early = vmm.Rules.ClearsDirtyBeforeReading ? 0 : await vmm.Guest.ReadPage(page);
        if (await vmm.Guest.ClearDirty(page) == 0)
        {
            return null;
        }

        return new Message(MessageKind.Page, page, vmm.Rules.ClearsDirtyBeforeReading ? await vmm.Guest.ReadPage(page) : early);
    }

    /// <summary>A pass that does not end has always something to send, and so comes to notice a broken link.</summary>
    private async Routine<bool> SendSomePage() =>
        await Link.Forward.Send(new(MessageKind.Page, 0, await vmm.Guest.ReadPage(0)));

    /// <summary>Bottom half: the channels are closed, and a status that waited for it becomes terminal.</summary>
    private async Routine CleanUp()
    {
        uncleaned--;
        Link.ShutdownBySource();
        await State.Move(s => s == MigrationStatus.Cancelling, MigrationStatus.Cancelled);
        await State.Move(s => s == MigrationStatus.Failing, MigrationStatus.Failed);
    }
}
