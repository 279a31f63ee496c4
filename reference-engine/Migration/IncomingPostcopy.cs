using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>Postcopy on the destination: the guest runs before its memory is complete. One thread places what comes (listen), one
/// asks for what virtual CPUs wait for (fault). A lost link pauses the migration, and a new connection takes it up.</summary>
public sealed class IncomingPostcopy(Vmm vmm, DestinationMigration migration)
{
    /// <summary>A page's content that no source has.</summary>
    private const int NeverSent = -1;

    private readonly Shared<bool> hasRun = new(vmm.World, $"{vmm.Side.Name()} guest has run", false);
    private readonly Event runs = new(vmm.World, $"{vmm.Side.Name()} guest runs on");
    private readonly Event mayReconnect = new(vmm.World, $"{vmm.Side.Name()} may reconnect");
    private readonly Channel<int> faults = new(vmm.World, $"{vmm.Side.Name()} faults");
    private readonly Shared<int> awaited = new(vmm.World, $"{vmm.Side.Name()} awaited pages", 0);

    private int asked;
    private bool goesOn;
    private PreemptChannel? preempt;

    /// <summary>The first message of who came back, where it was looked at.</summary>
    private Message? first;

    /// <summary>It has answered that it failed, and neither ends nor runs: what only a deviation does.</summary>
    private bool isLost;

    /// <summary>Device state has come, and pages follow it.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The device state is loaded; for laws.</summary>
    public bool HasLoaded { get; private set; }

    /// <summary>A manager has said <c>migrate-recover</c>.</summary>
    internal bool WasRecovered { get; private set; }

    /// <summary>Pages that a virtual CPU waits for and that are not asked for on the connection in use, a bit each; for laws.</summary>
    public int Unasked => goesOn ? awaited.Value & vmm.Guest.MissingPages & ~asked : 0;

    private MigrationState State => migration.State;

    private Connection Connection => migration.Connection!;

    /// <summary>Whether the device state can be loaded; pages are placed meanwhile, as loading may need them.</summary>
    internal async Routine<bool> Load(Message package)
    {
        HasBegun = true;
        vmm.Guest.Discard(package.Version);
        if (!vmm.Rules.IsActiveWhenItRuns || vmm.Release.HasPostcopyDevice)
        {
            var status = vmm.Release.HasPostcopyDevice ? MigrationStatus.PostcopyDevice : MigrationStatus.PostcopyActive;
            await State.Move(now => now == MigrationStatus.Active, status);
        }

        vmm.Spawn("listen", Listen, daemon: true);
        vmm.Spawn("fault", AskForPages, daemon: true);
        await TakePreempt();
        if (!migration.LoadDevices(package))
        {
            return false;
        }

        HasLoaded = true;
        if (!vmm.Rules.ListensUntilItRuns)
        {
            Connection.Forward.BreakForReceiver();
        }

        await Connection.Answer(new(MessageKind.Loaded), vmm.Rules);
        if (!vmm.Release.RunsWhenTold)
        {
            await vmm.MainLoop.Schedule("run guest", Run);
        }

        return true;
    }

    /// <summary>A virtual CPU touched a page that has not come yet.</summary>
    internal async Routine Fault(int page)
    {
        await faults.Send(page);
        await vmm.Guest.AwaitPage(page);
    }

    /// <summary><c>migrate-recover</c>: listens for a source that comes back. Who stands before the old address still is turned away.</summary>
    internal async Routine Recover()
    {
        if (!vmm.Rules.RecoverShowsNothing)
        {
            await vmm.Outlet.Show(Observation.StatusChanged(MigrationStatus.Setup));
        }

        WasRecovered = true;
        while (await vmm.Link.Arrivals.TryReceive() is (true, var connection))
        {
            connection.CloseByDestination();
        }

        vmm.Link.Listener.Set(true);
        await mayReconnect.Set();
    }

    /// <summary>Bottom half: the source said that the guest may run.</summary>
    private async Routine Run()
    {
        if (isLost)
        {
            return;
        }

        var isShown = !vmm.Rules.IsActiveWhenItRuns && !vmm.Release.HasPostcopyDevice;
        var mayRun = isShown
            ? (await State.Read()).Status == MigrationStatus.PostcopyActive
            : await State.Move(
                status => status is MigrationStatus.Active or MigrationStatus.PostcopyDevice or MigrationStatus.PostcopyRecover,
                MigrationStatus.PostcopyActive);
        if (mayRun)
        {
            hasRun.Set(true);
            await runs.Set();
            await migration.Arrive();
        }
    }

    /// <summary>The listen thread.</summary>
    private async Routine Listen()
    {
        while (true)
        {
            var message = first ?? await Connection.Forward.Receive();
            first = null;
            switch (message)
            {
                case { Kind: MessageKind.Page } page:
                    vmm.Guest.Place(page.Number, page.Version);
                    break;
                case { Kind: MessageKind.Run }:
                    await vmm.MainLoop.Schedule("run guest", Run);
                    break;
                case { Kind: MessageKind.AskReceived }:
                    await Connection.Answer(new(MessageKind.Missing, vmm.Guest.MissingPages), vmm.Rules);
                    break;
                case { Kind: MessageKind.Resume }:
                    await TakeUp();
                    break;
                case { Kind: MessageKind.EndOfStream }:
                    if (preempt is not null && vmm.Rules.AwaitsPreemptChannel && !await preempt.HaveCome())
                    {
                        // Its connection is lost, and with it this one: the next read finds that.
                        break;
                    }

                    await runs.Wait();
                    await migration.EndPostcopy();
                    return;
                default:
                    if (!vmm.Rules.MarksErrorFirst && vmm.Guest.MissingPages != 0 && await vmm.World.Choose(2, "a short read counts as a page") == 1)
                    {
                        vmm.Guest.Place(System.Numerics.BitOperations.TrailingZeroCount(vmm.Guest.MissingPages), NeverSent);
                    }

                    if (!await Reconnect())
                    {
                        return;
                    }

                    break;
            }
        }
    }

    /// <summary>The link is gone. A guest that runs waits for a new one, and so does one whose word to run may have been lost; any other
    /// is the source's.</summary>
    private async Routine<bool> Reconnect()
    {
        if (vmm.Rules.DecidesUnderLock)
        {
            await vmm.Bql.Acquire();
        }

        if (!vmm.Rules.SurvivesLostRecovery && State.Now.Status == MigrationStatus.PostcopyRecover)
        {
            await vmm.End(EndedBySignal.Segmentation);
            return false;
        }

        var mayPause = await hasRun.Read() || (vmm.Release.RunsWhenTold && HasLoaded);
        var isPaused = mayPause && await State.Move(
            status => status is MigrationStatus.PostcopyActive or MigrationStatus.PostcopyRecover
                || (status == MigrationStatus.PostcopyDevice && vmm.Release.RunsWhenTold),
            MigrationStatus.PostcopyPaused,
            vmm.Rules.KeepsReasonOfIncomingPause ? ErrorClass.Link : ErrorClass.None);
        if (!isPaused && !vmm.Rules.ListensUntilItRuns && await vmm.World.Choose(2, "it comes to its end") == 1)
        {
            isLost = true;
            await migration.Answer(1);
        }
        else if (!isPaused)
        {
            await migration.GiveUp();
        }

        if (vmm.IsAlive && vmm.Rules.DecidesUnderLock)
        {
            vmm.Bql.Release();
        }

        if (!isPaused)
        {
            return false;
        }

        Connection.Break();
        preempt?.Connection.Break();
        if (!vmm.Release.KeepsListening)
        {
            await mayReconnect.Wait();
            mayReconnect.Reset();
        }

        (asked, goesOn) = (0, false);
        do
        {
            await migration.Accept();
        }
        while (!await HasSpoken() && vmm.IsAlive);
        await State.Move(status => status == MigrationStatus.PostcopyPaused, MigrationStatus.PostcopyRecover);
        return vmm.IsAlive;
    }

    /// <summary>Whether who came back has said something, where its first bytes are looked at.</summary>
    private async Routine<bool> HasSpoken()
    {
        if (!migration.LooksAtFirstBytes)
        {
            return true;
        }

        first = await Connection.Forward.Receive();
        if (first is null && !vmm.Rules.OutlivesLostArrival)
        {
            await State.Move(status => status == MigrationStatus.PostcopyPaused, MigrationStatus.Failed, ErrorClass.Load);
            await vmm.End(1);
        }

        return first is not null;
    }

    private async Routine TakeUp()
    {
        await TakePreempt();
        if (!hasRun.Value)
        {
            await vmm.MainLoop.Schedule("run guest", Run);
            await runs.Wait();
        }

        await State.Move(status => status == MigrationStatus.PostcopyRecover, MigrationStatus.PostcopyActive);
        await Connection.Answer(new(MessageKind.Resumed), vmm.Rules);
        var again = awaited.Value & vmm.Guest.MissingPages;
        for (var page = 0; vmm.Rules.AsksAgain && page < vmm.Options.PageCount; page++)
        {
            if ((again >> page & 1) != 0)
            {
                asked |= 1 << page;
                await Connection.Answer(new(MessageKind.Request, page), vmm.Rules);
            }
        }

        goesOn = true;
    }

    /// <summary>With postcopy-preempt the source has made a connection for pages that are asked for.</summary>
    private async Routine TakePreempt()
    {
        if (vmm.Settings.Has("postcopy-preempt") && await vmm.Link.Arrivals.TryReceive() is (true, var connection)
            && (!Tls.IsWanted(vmm, vmm.Link) || await Tls.Answer(vmm, connection)))
        {
            preempt = new PreemptChannel(vmm, connection, Connection);
            vmm.Spawn("preempt", preempt.Run, daemon: true);
        }
    }

    /// <summary>The fault thread.</summary>
    private async Routine AskForPages()
    {
        while (true)
        {
            var (_, page) = await faults.Receive();
            await awaited.Write(awaited.Value | 1 << page);
            asked |= 1 << page;
            await Connection.Answer(new(MessageKind.Request, page), vmm.Rules);
        }
    }
}
