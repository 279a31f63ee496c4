using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The incoming role: listens, loads, and starts the guest. Loading is a coroutine of the main loop: it holds
/// the big lock while it works and gives it up wherever it waits for bytes.</summary>
public sealed class DestinationMigration
{
    private readonly Vmm vmm;
    private readonly Shared<Connection?> connection;
    private readonly Shared<bool> autoStart;
    private bool started;
    private bool exitOnError = true;
    private ArrivingGuest guest;
    private Arrivals? arrivals;
    private (bool Channels, bool Compressed) threads;

    public DestinationMigration(Vmm vmm)
    {
        this.vmm = vmm;
        connection = new(vmm.World, $"{vmm.Side.Name()} connection", null);
        autoStart = new(vmm.World, $"{vmm.Side.Name()} starts the guest", true);
        State = new(vmm.World, vmm.Outlet, vmm.Link.Ownership, vmm.Rules, "incoming");
        Postcopy = new(vmm, this);
        Colo = new(vmm, this);
    }

    public MigrationState State { get; }

    public IncomingPostcopy Postcopy { get; }

    internal ColoSecondary Colo { get; }

    /// <summary>Whether the guest may run when it has arrived: -S, then <c>stop</c> and <c>cont</c>.</summary>
    public bool AutoStart
    {
        get => autoStart.Value;
        set => autoStart.Set(value);
    }

    /// <summary>The guest has arrived completely, or all of it but pages that follow; for laws.</summary>
    public bool HasLoaded { get; private set; }

    /// <summary>When it had, there was still something under way on a channel; for laws.</summary>
    public bool LeftUnread { get; private set; }

    /// <summary>It has said that it is ready for the switchover; for laws.</summary>
    public bool HasApproved { get; private set; }

    /// <summary>It reads the stream from a connection that the source made for pages; for laws.</summary>
    public bool TookChannelForMain => arrivals?.Main is { IsMain: false };

    /// <summary>The source listens to what is said on the return path.</summary>
    internal bool Answers { get; private set; }

    /// <summary>From <c>migrate-incoming</c> until the guest has arrived, or cannot.</summary>
    public bool IsUnderWay => State.Now.Status.IsRunning();

    /// <summary>Loads that were begun and not cleaned up yet; for laws.</summary>
    public int Uncleaned { get; private set; }

    /// <summary>How often what holds for all that time had been changed when it began; for laws.</summary>
    public int Latched { get; private set; }

    internal ErrorClass Refusal => !vmm.Options.IsIncoming ? ErrorClass.NotIncoming
        : started ? ErrorClass.IncomingStarted
        : Transport.Refusal(vmm, Link);

    /// <summary>The connection now in use; null before there is one.</summary>
    internal Connection? Connection
    {
        get => connection.Value;
        private set => connection.Set(value);
    }

    private Link Link => vmm.Link;

    internal async Routine Listen(bool exits)
    {
        started = true;
        Uncleaned++;
        Latched = vmm.Settings.FixedChanges.Count;
        exitOnError = exits;
        arrivals = new Arrivals(vmm);
        await State.Move(status => status == MigrationStatus.None, MigrationStatus.Setup);
        Link.Listener.Set(true);
        if (await Link.Port.Read() == Port.Closed)
        {
            Link.Open(Port.Listening);
        }

        Link.HandOver?.Listen();
        vmm.Spawn("load", Load, daemon: true);
    }

    /// <summary>Who comes is known by its first bytes.</summary>
    internal bool LooksAtFirstBytes => arrivals!.Looks;

    /// <summary>The next connection of a source that comes back.</summary>
    internal async Routine<Connection> Accept()
    {
        while (true)
        {
            if (await arrivals!.Next() is { } arrival)
            {
                return Connection = arrival;
            }
        }
    }

    private async Routine Load()
    {
        threads = ThreadsWanted;
        var isComplete = await arrivals!.Gather();
        Connection = arrivals.Main;
        await vmm.Bql.Acquire();
        if ((arrivals.First is not null && !arrivals.HasUnexpected) || !arrivals.FailsInSetup)
        {
            await State.Move(status => status == MigrationStatus.Setup, MigrationStatus.Active);
        }

        vmm.Bql.Release();
        var message = arrivals.First;
        var looked = message is not null || !isComplete;
        while (true)
        {
            message = looked ? message : await Connection!.Forward.Receive();
            looked = false;
            var isSynced = message is not { Kind: MessageKind.Flush } || !vmm.Rules.WaitsForChannelsUnlocked || await arrivals.Channels.Sync();
            await vmm.Bql.Acquire();
            if (!isComplete || !isSynced || message is not { } element || !await Take(element))
            {
                await GiveUp();
                if (vmm.IsAlive)
                {
                    vmm.Bql.Release();
                }

                return;
            }

            vmm.Bql.Release();
            switch (element.Kind)
            {
                case MessageKind.EndOfStream:
                    await vmm.MainLoop.Schedule("start guest", StartGuest);
                    return;
                case MessageKind.Package:
                    // Who reads the stream from now on is the listen thread.
                    return;
            }
        }
    }

    /// <summary>Which kinds of threads take pages, by what the options say now: those of channels, and those that decompress.</summary>
    private (bool Channels, bool Compressed) ThreadsWanted => (vmm.Settings.Has("multifd"), vmm.Settings.Has("compress"));

    /// <summary>Whether an element can be loaded here.</summary>
    private async Routine<bool> Take(Message element)
    {
        if (element.Kind is MessageKind.RamSetup or MessageKind.Page && !vmm.Rules.UsesThreadsItStarted)
        {
            var wanted = ThreadsWanted;
            if ((wanted.Channels && !threads.Channels) || (wanted.Compressed && !threads.Compressed))
            {
                await vmm.End(wanted.Channels ? EndedBySignal.Segmentation : EndedBySignal.Aborted);
                return false;
            }
        }

        switch (element.Kind)
        {
            case MessageKind.Configuration:
                return element.Number == vmm.Options.MachineType
                    && (element.Version == arrivals!.Expected || !vmm.Rules.ComparesChannels)
                    && (element.Uuid == 0 || element.Uuid == vmm.Options.Uuid)
                    && (element.Capabilities == vmm.StreamCapabilities || !vmm.Rules.ComparesCapabilities);
            case MessageKind.Hello:
                return false;
            case MessageKind.OpenReturnPath:
                Answers = true;
                if (vmm.Settings.Has("switchover-ack"))
                {
                    HasApproved = true;
                    await Connection!.Answer(new(MessageKind.Approved), vmm.Rules);
                }

                return true;
            case MessageKind.Advise:
                return vmm.Settings.Has("postcopy-ram");
            case MessageKind.EnableColo:
                return Colo.Accept();
            case MessageKind.RamSetup:
                return element.Number == vmm.Options.MemorySize;
            case MessageKind.Page:
                if (!vmm.Guest.IsMapped)
                {
                    vmm.Guest.Install(element.Number, element.Version);
                }

                return !vmm.Guest.IsMapped;
            case MessageKind.Delta:
                vmm.Guest.Patch(element.Number, element.Base, element.Version);
                return true;
            case MessageKind.Flush:
                return vmm.Rules.WaitsForChannelsUnlocked || await arrivals!.Channels.Sync();
            case MessageKind.DeviceState:
                return LoadDevices(element);
            case MessageKind.Package:
                return await Postcopy.Load(element);
            default:
                return true;
        }
    }

    /// <summary>Whether the devices of the source, and the guest's run state, can be loaded here.</summary>
    internal bool LoadDevices(Message devices)
    {
        guest = new(devices.Guest, devices.Sleeps);
        return (devices.Number & ~vmm.Devices.Saved) == 0;
    }

    /// <summary>Bottom half: the stream is loaded.</summary>
    private async Routine StartGuest()
    {
        if (Colo.IsWanted)
        {
            await Colo.Enter();
            return;
        }

        await Arrive();
        await State.Move(status => status == MigrationStatus.Active, MigrationStatus.Completed);
        await Answer(0);
        if (!vmm.Rules.ClosesWhatItOpened && arrivals!.Channels.Count > vmm.Channels)
        {
            await vmm.End(EndedBySignal.Aborted);
        }
    }

    /// <summary>The last page has come, and the guest has run for some time.</summary>
    internal async Routine EndPostcopy()
    {
        await State.Move(status => status == MigrationStatus.PostcopyActive, MigrationStatus.Completed);
        await Answer(0);
        if (!vmm.Rules.LoadCleansUpOnce)
        {
            CleanUp();
        }

        if (!vmm.Rules.PostcopyClosesChannels && arrivals!.Channels.Count > 0)
        {
            await vmm.End(EndedBySignal.Aborted);
        }
    }

    /// <summary>The guest is here: it runs, or stays as it was, or as the manager wants it. Without its disk it is paused: <c>cont</c>
    /// tries again.</summary>
    internal async Routine Arrive()
    {
        HasLoaded = true;
        LeftUnread = arrivals!.Channels.HasUnread;
        Link.Ownership.Changes();
        var (target, goesOn) = guest.Taken(vmm.Rules, Postcopy.HasBegun);
        (target, goesOn) = goesOn && !AutoStart ? (RunState.Paused, false) : (target, goesOn);
        (target, goesOn) = Colo.IsWanted && !vmm.Rules.ColoHeedsRunState ? (RunState.Running, true) : (target, goesOn);
        var activates = goesOn || (vmm.Release.ActivatesForPausedGuest && !vmm.Settings.Has("late-block-activate"));
        if (activates && !vmm.Disk.Activate(goesOn) && goesOn)
        {
            (target, goesOn) = (vmm.Rules.ArrivesWithoutDisk ? RunState.Paused : RunState.Inmigrate, false);
        }

        if (guest.Sleeps && vmm.Rules.KnowsSleepers)
        {
            vmm.Guest.EnterAsleep(target);
        }
        else
        {
            vmm.Guest.Enter(target);
        }

        if (goesOn)
        {
            await vmm.Outlet.Show(Observation.Resume);
        }
    }

    /// <summary>The guest cannot arrive; the big lock is held.</summary>
    internal async Routine GiveUp()
    {
        if (Postcopy.HasBegun && !vmm.Rules.SurvivesFailedPostcopy && await vmm.World.Choose(2, "the process survives") == 0)
        {
            await Crash();
        }
        else if (await State.Move(vmm.Rules.Endable.Has, MigrationStatus.Failed, ErrorClass.Load))
        {
            await Answer(1);
            vmm.MainLoop.Hangs = Postcopy.HasBegun && !vmm.Rules.FailedPostcopyAnswers && await vmm.World.Choose(2, "it answers on") == 0;
            if (vmm.MainLoop.Hangs)
            {
                return;
            }

            if (exitOnError || !vmm.Release.KnowsExitOnError || !vmm.Rules.HeedsExitOnError)
            {
                await vmm.End(1);
            }
        }
    }

    /// <summary>The process ends somehow, with its last status or without: what only a deviation does.</summary>
    private async Routine Crash()
    {
        if (await vmm.World.Choose(2, "it is silent") == 0)
        {
            await State.Move(vmm.Rules.Endable.Has, MigrationStatus.Failed, ErrorClass.Load);
        }

        if (await vmm.World.Choose(2, "it does not answer") == 0)
        {
            await Answer(1);
        }

        await vmm.End(await vmm.World.Choose(3, "its exit code") switch
        {
            0 => 1,
            1 => EndedBySignal.Aborted,
            _ => EndedBySignal.Segmentation,
        });
    }

    /// <summary>With x-colo the connection stays when the return path ends: what follows is said beside it.</summary>
    internal async Routine EndReturnPath()
    {
        Link.Listener.Set(false);
        if (Answers && vmm.Rules.ColoEndsReturnPath)
        {
            await Connection!.Answer(new(MessageKind.Shut), vmm.Rules);
        }
    }

    /// <summary>Nothing is loaded any more.</summary>
    internal void CleanUp() => Uncleaned--;

    /// <summary>The last answer; then the connection is closed.</summary>
    internal async Routine Answer(int result)
    {
        CleanUp();
        Link.Listener.Set(false);
        if (Answers)
        {
            await Connection!.Answer(new(MessageKind.Shut, result), vmm.Rules);
        }

        if (result == 0)
        {
            Connection!.Return.Close();
        }
        else
        {
            Connection?.CloseByDestination();
            arrivals!.Channels.Close();
        }
    }
}
