using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Migration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>How a VMM is started.</summary>
public sealed record VmmOptions
{
    public required Release Release { get; init; }

    /// <summary>Which it is: two VMMs have the same machine when this is the same.</summary>
    public int MachineType { get; init; } = 1;

    /// <summary>The release of the machine type; null: that of the process.</summary>
    public Release? MachineRelease { get; init; }

    public int MemorySize { get; init; } = 128;

    public bool HasExtraDevice { get; init; }

    /// <summary>A device that cannot be migrated, until it is unplugged.</summary>
    public bool HasBlocker { get; init; }

    /// <summary>Part of the memory cannot be read, as the hardware found it broken, until the guest is reset.</summary>
    public bool HasPoison { get; init; }

    /// <summary>The guest names pages that it does not need (virtio-balloon, free-page-hint).</summary>
    public bool NamesFreePages { get; init; }

    /// <summary>The guest rewrites its memory for ever.</summary>
    public bool HasBusyGuest { get; init; }

    /// <summary>It runs on KVM, and virtual CPUs note in a ring which pages they write.</summary>
    public bool HasDirtyRing { get; init; }

    /// <summary>A network device that cannot be migrated, and a spare that can (virtio failover).</summary>
    public bool HasFailover { get; init; }

    /// <summary>A device that refuses to be saved.</summary>
    public bool HasUnsavableDevice { get; init; }

    /// <summary>The machine's UUID.</summary>
    public int Uuid { get; init; } = 1;

    /// <summary>Another process can map the memory: it need not be copied (<c>share=on</c>, <c>aux-ram-share=on</c>).</summary>
    public bool SharesMemory { get; init; }

    /// <summary>The image of the guest's disk; null: it has none.</summary>
    public Image? Image { get; init; }

    /// <summary>It has keys for encrypted connections.</summary>
    public bool HasKeys { get; init; }

    /// <summary>A job of the block layer copies the disk, until it is cancelled.</summary>
    public bool HasDiskJob { get; init; }

    public RunState Guest { get; init; } = RunState.Running;

    /// <summary>False: -S.</summary>
    public bool AutoStart { get; init; } = true;

    /// <summary>Started with <c>-incoming defer</c>.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>It begins when it is given a guest's memory.</summary>
    public bool AwaitsMemory { get; init; }

    public int PageCount { get; init; } = 2;

    /// <summary>How many pages the guest's virtual CPU may write in one execution.</summary>
    public int GuestWrites { get; init; }
}

/// <summary>One process: a guest, a main loop that serves the manager under the big lock (BQL), and the threads of a
/// migration.</summary>
public sealed class Vmm
{
    private readonly List<ControlledThread> threads = [];
    private readonly Shared<bool> alive;
    private Link? outward;

    public Vmm(World world, Side side, VmmOptions options, Rules rules, Link link)
    {
        World = world;
        Side = side;
        Options = options;
        Rules = rules;
        Link = link;
        Bql = new Exploration.Primitives.Mutex(world, $"{side.Name()} BQL");
        Outlet = new Outlet(world, side);
        Guest = new Guest(world, $"{side.Name()} guest", link.Ownership, options.PageCount, options.Guest, options.GuestWrites);
        Disk = new Disk(options.Image, side, rules) { HasJob = options.HasDiskJob };
        IsBlocked = options.HasBlocker;
        Devices = new Devices(this);
        HoldsPrimary = new Shared<bool>(world, $"{side.Name()} guest holds primary", options.HasFailover);
        IsPoisoned = new Shared<bool>(world, $"{side.Name()} memory poisoned", options.HasPoison);
        Settings = new Settings(options.Release, options.MachineRelease ?? options.Release, options.HasDirtyRing, rules);
        alive = new Shared<bool>(world, $"{side.Name()} process", true);
        Bandwidth = new Pace(world, side);
        Outgoing = new SourceMigration(this);
        Incoming = new DestinationMigration(this) { AutoStart = options.AutoStart };
        var commands = new Commands(this);
        Monitor = new Monitor(this, commands);
        MainLoop = new MainLoop(this, commands);
        Spawn("main loop", MainLoop.Run, daemon: true);
        Spawn("monitor", Monitor.SendReplies, daemon: true);
        if (options.HasBusyGuest)
        {
            Guest.Throttle = Throttle = new Throttle(world, side);
            Bandwidth.NoteBusy(options.Guest == RunState.Running);
        }

        if (options.GuestWrites > 0)
        {
            Spawn("vCPU", VirtualCpu, daemon: true);
        }

        if (options is { NamesFreePages: true, GuestWrites: > 0 })
        {
            FreePages = new FreePages(world, Guest, rules, options.PageCount, options.GuestWrites);
            Spawn("balloon", Balloon, daemon: true);
        }
    }

    public World World { get; }

    public Side Side { get; }

    public VmmOptions Options { get; }

    public Release Release => Options.Release;

    public Rules Rules { get; }

    /// <summary>What lies between this side and the other.</summary>
    public Link Link { get; }

    /// <summary>Where a <c>migrate</c> goes: from the source to the destination; from the destination, once the guest is there, on into a pipe.</summary>
    internal Link Outward => outward ??= Side == Side.Source ? Link : Pipe();

    public Exploration.Primitives.Mutex Bql { get; }

    public Outlet Outlet { get; }

    public Guest Guest { get; }

    /// <summary>What its guest says of pages that it does not need; null: nothing.</summary>
    public FreePages? FreePages { get; }

    /// <summary>What slows its guest down, if that is busy.</summary>
    public Throttle? Throttle { get; }

    public Disk Disk { get; }

    /// <summary>Devices that not every machine has.</summary>
    internal Devices Devices { get; }

    /// <summary>The machine has a device that cannot be migrated: no migration is begun. The main loop's own.</summary>
    internal bool IsBlocked { get; set; }

    /// <summary>Part of the memory cannot be read: who tries is killed.</summary>
    internal Shared<bool> IsPoisoned { get; }

    /// <summary>The guest uses a device that cannot be migrated; a migration asks it to give that up, and waits (virtio failover).</summary>
    internal Shared<bool> HoldsPrimary { get; }

    public Pace Bandwidth { get; }

    public MainLoop MainLoop { get; }

    public Monitor Monitor { get; }

    public SourceMigration Outgoing { get; }

    public DestinationMigration Incoming { get; }

    /// <summary>Capabilities and parameters.</summary>
    public Settings Settings { get; }

    /// <summary>How many channels pages travel on beside the main one (capability multifd).</summary>
    internal int Channels => Settings.Has("multifd") ? (int)Settings["multifd-channels"]!.Value.Number!.Value : 0;

    /// <summary>Which of the capabilities that decide what the stream means are on, a bit each.</summary>
    internal int StreamCapabilities => (Settings.Has("x-ignore-shared") ? 1 : 0) | (Settings.Has("mapped-ram") ? 2 : 0);

    /// <summary>What the stream says of it (capability validate-uuid); 0: nothing.</summary>
    internal int StreamUuid => Settings.Has("validate-uuid") ? Options.Uuid : 0;

    /// <summary>Whether the stream says that the guest is to run on both sides (capability x-colo).</summary>
    internal bool AnnouncesColo => Rules.ColoIsAgreed || Release.AnnouncesColo;

    public bool IsAlive => alive.Value;

    public void Spawn(string name, Func<Routine> body, bool daemon = false) =>
        threads.Add(World.Spawn($"{Side.Name()} {name}", body, daemon, mortal: true));

    /// <summary>The process ends, and is seen to.</summary>
    public async Routine End(int code)
    {
        await Outlet.Show(Observation.Exit(code));
        Die();
    }

    /// <summary>The process ends: its threads stop where they are, its sockets close.</summary>
    public void Die()
    {
        alive.Set(false);
        Link.Listener.Set(Side == Side.Source && Link.Listener.Value);
        Link.Lose(Side);
        if (outward is not null && outward != Link)
        {
            outward.Lose(Side.Source);
        }

        threads.ForEach(thread => thread.Stop());
        Bql.Abandon();
        Guest.Enter(RunState.Postmigrate);
        Disk.EndJob();
        Disk.Inactivate();
    }

    /// <summary>The guest gives up the device that it was asked for.</summary>
    public void Unplug()
    {
        HoldsPrimary.Set(false);
        Outgoing.Attempt.MayBegin.SetNow();
    }

    private Link Pipe()
    {
        var pipe = new Link(World, Medium.Pipe);
        pipe.Open(Port.Listening);
        return pipe;
    }

    private async Routine Balloon()
    {
        while (true)
        {
            await FreePages!.NamePage();
            await FreePages.TakeHint();
            World.ForgetHistory();
        }
    }

    private async Routine VirtualCpu()
    {
        while (true)
        {
            var page = await Guest.Write();
            if (page < 0 && Guest.IsMissing(~page))
            {
                await Incoming.Postcopy.Fault(~page);
            }
            else if (page < 0)
            {
                await Guest.AwaitPage(~page);
            }

            World.ForgetHistory();
        }
    }
}
