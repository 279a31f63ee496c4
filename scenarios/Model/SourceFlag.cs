namespace Migconf.Scenarios.Model;

/// <summary>Something a source has or has not, by its key in a scenario.</summary>
/// <param name="Key">The key; absent, it is false.</param>
/// <param name="Of">Whether a source has it.</param>
/// <param name="With">The same source with it, or without.</param>
public sealed record SourceFlag(string Key, Func<SourceMachine, bool> Of, Func<SourceMachine, bool, SourceMachine> With)
{
    /// <summary>All, in the order in which a scenario is written.</summary>
    public static IReadOnlyList<SourceFlag> All { get; } =
    [
        new("slow-link", one => one.SlowLink, (one, on) => one with { SlowLink = on }),
        new("slow-postcopy", one => one.SlowPostcopy, (one, on) => one with { SlowPostcopy = on }),
        new("busy-guest", one => one.BusyGuest, (one, on) => one with { BusyGuest = on }),
        new("dirty-ring", one => one.DirtyRing, (one, on) => one with { DirtyRing = on }),
        new("shared-memory", one => one.SharedMemory, (one, on) => one with { SharedMemory = on }),
        new("shared-disk", one => one.SharedDisk, (one, on) => one with { SharedDisk = on }),
        new("disk-job", one => one.DiskJob, (one, on) => one with { DiskJob = on }),
        new("tls", one => one.Tls, (one, on) => one with { Tls = on }),
        new("blocker", one => one.Blocker, (one, on) => one with { Blocker = on }),
        new("poisoned-memory", one => one.PoisonedMemory, (one, on) => one with { PoisonedMemory = on }),
        new("free-page-hints", one => one.FreePageHints, (one, on) => one with { FreePageHints = on }),
        new("unsavable-device", one => one.UnsavableDevice, (one, on) => one with { UnsavableDevice = on }),
        new("failover", one => one.Failover, (one, on) => one with { Failover = on }),
        new("extra-device", one => one.ExtraDevice, (one, on) => one with { ExtraDevice = on }),
    ];
}
