using Migconf.Streams.Items;

namespace Migconf.Streams.Converting;

/// <summary>A property that old machine types set and that changes what a device is or saves. Facts: wire-format, section 6, held against
/// streams of 11.1 under each machine type from 7.2 on. What only sets the value of a register at reset is not listed: the value is in the
/// stream.</summary>
/// <param name="Last">The last machine types that set it.</param>
/// <param name="Property">Its name.</param>
/// <param name="Touches">Whether a section is of such a device.</param>
internal sealed record MachineRule(Version Last, string Property, Func<SectionHeader, StreamItem?, bool> Touches)
{
    /// <summary>What changes between older machine types is not written down here.</summary>
    internal static readonly Version KnownFrom = new(7, 2);

    private const string Express = "pci config";
    private const int ExpressConfig = 4096;

    internal static IReadOnlyList<MachineRule> All { get; } =
    [
        Named("7.2", "e1000e.migrate-timadj", "e1000e"),
        new(new(7, 2), "x-pcie-err-unc-mask", IsExpress),
        Named("7.2", "virtio-mem.x-early-migration", "virtio-mem"),
        Named("8.1", "ramfb.x-migrate", "ramfb"),
        Named("8.1", "virtio-net host_uso and guest_uso", "virtio-net"),
        Named("8.2", "virtio-gpu x-scanout-vmstate-version", "virtio-gpu"),
        Named("9.0", "scsi migrate-emulated-scsi-request", "scsi-disk"),
        new(new(9, 0), "x-pcie-pm-no-soft-reset", (section, _) => IsVirtioBehindBridge(section)),
        new(new(9, 1), "x-pcie-ext-tag", IsExpress),
        Named("9.1", "intel-iommu aw-bits", "iommu-intel"),
        Named("9.2", "virtio-balloon vectors", "virtio-balloon"),
        Named("9.2", "virtio-mem vectors", "virtio-mem"),
        Named("10.0", "vfio x-migration-load-config-after-iter", "vfio"),
        Named("10.1", "virtio-net tunnel features", "virtio-net"),
        Named("10.2", "scsi-block migrate-pr", "scsi-disk"),
        Named("10.2", "isa-cirrus-vga global-vmstate", "cirrus_vga"),
        Named("11.0", "tpm-crb cap-chunk", "tpm-crb"),
    ];

    /// <summary>Whether one of two machine types sets it and the other does not.</summary>
    internal bool IsBetween(MachineName one, MachineName other) => one.Version <= Last != other.Version <= Last;

    private static MachineRule Named(string last, string property, string device) => new(
        Version.Parse(last), property, (section, _) => DeviceName(section.Name).StartsWith(device, StringComparison.Ordinal));

    /// <summary>The name of a section's description: what follows its place.</summary>
    internal static string DeviceName(string section) => section[(section.LastIndexOf('/') + 1)..];

    /// <summary>A device with the large configuration space of PCI Express.</summary>
    private static bool IsExpress(SectionHeader section, StreamItem? body) => IsVirtioBehindBridge(section)
        || (body as DeviceBody)?.State.Inside("").Any(leaf => leaf.Type == Express && leaf.Value.Length == ExpressConfig) == true;

    /// <summary>Virtio devices are opaque; behind a port they are of PCI Express. A place is a domain, then a bus or slot a bridge.</summary>
    private static bool IsVirtioBehindBridge(SectionHeader section) => DeviceName(section.Name).StartsWith("virtio-", StringComparison.Ordinal)
        && section.Name.Split('/')[0].Count(letter => letter == ':') > 2;
}
