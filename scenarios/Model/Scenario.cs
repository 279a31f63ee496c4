using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Scenarios.Model;

/// <summary>One scenario: two machines, and what a manager and the network do to them. The same value runs on the
/// reference (every interleaving) and on real binaries (one recording at a time).</summary>
public sealed record Scenario
{
    /// <summary>The scenario's path below the corpus, without extension: <c>cancel/in-active</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence that says what happens.</summary>
    public required string Title { get; init; }

    /// <summary>Oldest and newest release a side may be; null means no bound.</summary>
    public string? OldestRelease { get; init; }

    public string? NewestRelease { get; init; }

    /// <summary>Whether a side may be of this release.</summary>
    public bool IsFor(Release release) =>
        (OldestRelease is null || Releases.Age(release.Name) >= Releases.Age(OldestRelease))
        && (NewestRelease is null || Releases.Age(release.Name) <= Releases.Age(NewestRelease));

    public SourceMachine Source { get; init; } = new();

    public DestinationMachine Destination { get; init; } = new();

    public required IReadOnlyList<Step> Steps { get; init; }
}

/// <summary>How the source starts.</summary>
public sealed record SourceMachine
{
    /// <summary>Guest at the first step: running, paused (ran, then <c>stop</c>), prelaunch (started with -S), suspended
    /// (it went to sleep), or shutdown (it powered itself off, and the process stayed).</summary>
    public RunState Guest { get; init; } = RunState.Running;

    /// <summary>Capabilities set before the first step, besides <c>events</c>, which is always on.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>A link so slow (20000 bytes a second) that an idle guest stays in <c>active</c> until it is raised.</summary>
    public bool SlowLink { get; init; }

    /// <summary>The same for what follows in postcopy.</summary>
    public bool SlowPostcopy { get; init; }

    /// <summary>The guest rewrites pages for ever, faster than they are sent at 2 MB a second: no pass over memory is the last until
    /// <c>max-bandwidth</c> is raised.</summary>
    public bool BusyGuest { get; init; }

    /// <summary>The source runs on KVM, and its virtual CPUs note in a ring which pages they write: what dirty-limit needs.</summary>
    public bool DirtyRing { get; init; }

    /// <summary>Memory that another process can map: a memfd, on both sides (10.0 and newer).</summary>
    public bool SharedMemory { get; init; }

    /// <summary>A disk whose image both sides can reach.</summary>
    public bool SharedDisk { get; init; }

    /// <summary>A job has one to copy.</summary>
    public bool HasDisk => SharedDisk || DiskJob;

    /// <summary>Such a disk, and a job of the block layer (a backup that never ends) that copies it on the source until <c>block-job-cancel</c>.</summary>
    public bool DiskJob { get; init; }

    /// <summary>Both machines have keys for encrypted connections, by the name <c>tls0</c>; parameter tls-creds says that they are used.</summary>
    public bool Tls { get; init; }

    /// <summary>A device that only the source has and that cannot be migrated (usb-mtp), until <c>device_del</c>.</summary>
    public bool Blocker { get; init; }

    /// <summary>The hardware found part of the memory broken: it cannot be read until the guest is reset.</summary>
    public bool PoisonedMemory { get; init; }

    /// <summary>Both machines have a balloon, and the guest names pages that it does not need (virtio-balloon, free-page-hint).</summary>
    public bool FreePageHints { get; init; }

    /// <summary>Both machines have a network device that cannot be migrated and a spare that can (virtio failover), and the guest uses
    /// the first until it gives it up (<c>guest: unplugs</c>).</summary>
    public bool Failover { get; init; }

    /// <summary>Both machines have a device that refuses to be saved (a TPM whose emulator does not hand its state out).</summary>
    public bool UnsavableDevice { get; init; }

    /// <summary>A device (an extra RNG) that only the source has.</summary>
    public bool ExtraDevice { get; init; }
}

/// <summary>How the destination starts, and in what it differs from the source.</summary>
public sealed record DestinationMachine
{
    /// <summary>False: started with -S.</summary>
    public bool AutoStart { get; init; } = true;

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public bool OtherMachineType { get; init; }

    public bool OtherMemorySize { get; init; }

    public bool OtherUuid { get; init; }

    /// <summary>As on the source. What becomes of a guest that arrives there is not said: reset it before.</summary>
    public bool PoisonedMemory { get; init; }

    /// <summary>Argument of <c>migrate-incoming</c> (10.0 and newer); null: not given, the process exits when loading fails.</summary>
    public bool? ExitOnError { get; init; }

    /// <summary>What waits at the address the source connects to.</summary>
    public Listener Listener { get; init; } = Listener.Accepts;

    /// <summary>It answers nobody before it is given the memory of a guest.</summary>
    public bool AwaitsMemory => Listener is Listener.Transfer or Listener.Exec;

    /// <summary>The guest comes in a file.</summary>
    public bool ReadsFile => Listener is Listener.File or Listener.Exec;
}

/// <summary>What a connecting source finds.</summary>
public enum Listener
{
    /// <summary>The destination listens, the connection is made.</summary>
    Accepts,

    /// <summary>The first connection arrives after the second: for migrations with several.</summary>
    Swaps,

    /// <summary>Nobody listens: the connection is refused at once.</summary>
    Refuses,

    /// <summary>A file: the source writes it, and the destination reads it when it is told to (10.0 and newer).</summary>
    File,

    /// <summary>The destination waits at a channel of its own for the guest's memory, and does nothing before it comes (mode
    /// cpr-transfer; 10.0 and newer). <c>link: refuse</c> and <c>link: accept</c> speak of that channel.</summary>
    Transfer,

    /// <summary>A file, and the destination is the program <c>[destination]</c> that takes the source's process over, if it is named
    /// as <c>cpr-exec-command</c> (mode cpr-exec; 11.1): it begins when the source has ended.</summary>
    Exec,

    /// <summary>A full backlog: the connection neither succeeds nor fails until <c>link: accept</c> or <c>link: refuse</c>.</summary>
    Hangs,
}
