using Migconf.Streams.Devices;

namespace Migconf.Streams.Converting;

/// <summary>What a release reads of devices, as far as releases differ: taken from what the binaries of 5.2, 7.2, 10.0 and 11.1 say of
/// themselves (<c>-machine help</c>, <c>-dump-vmstate</c>, and the names in them).</summary>
internal static class ReleaseKnowledge
{
    private static readonly Dictionary<string, string> OldestMachines = new(StringComparer.Ordinal)
    {
        ["5.2"] = "1.4", ["7.2"] = "1.4", ["10.0"] = "2.4", ["11.1"] = "5.2",
    };

    /// <summary>Subsections that not every release has, and the first that does.</summary>
    private static readonly Dictionary<string, string> Since = Table(
        ("7.2", "ich9_pm/pcihp pckbd/extended_state pflash_cfi01_blk_write ps2kbd/command_reply_queue ps2kbd/ledstate ps2kbd/need_high_bit "
            + "cpu/amd_tsc_scale_msr cpu/arch_lbr cpu/intel_amx_xtile cpu/intel_sgx cpu/msr_xfd cpu/pdptrs cpu/pkrs cpu/svm_guest cpu/triple_fault"),
        ("10.0", "acpi-ged/cpuhp i8259/ltim sd-card/ext_csd_modes-state vhost-user-fs-backend cpu/fred cpu/msr_hwcr cpu/xen_vcpu virtio-gpu/blob"),
        ("11.1", "acpi-ged/hest acpi-ged/pcihp scsi-disk/pr tpm-crb/chunk vhost-user-blk/inflight cpu/apx cpu/cet cpu/cet_shstk cpu/error_code cpu/msr_pl0_ssp"));

    /// <summary>Subsections that were removed, and the last release that has them.</summary>
    private static readonly Dictionary<string, string> Until = Table(("7.2", "esp/pdma"));

    /// <summary>Subsections that say what a reset says when all their bytes are zero.</summary>
    private static readonly HashSet<string> ZeroAtReset = ["i8259/ltim"];

    /// <summary>The lowest and the highest version of sections that not every release reads alike.</summary>
    private static readonly Dictionary<(string Device, string Release), (uint Least, uint Most)> Versions = new()
    {
        [("hpet", "11.1")] = (2, 2), [("mc146818rtc", "11.1")] = (3, 3), [("pciespscsi", "5.2")] = (1, 1), [("sysbusespscsi", "5.2")] = (1, 1),
        [("virtio-iommu", "5.2")] = (1, 1), [("virtio-iommu", "7.2")] = (2, 2), [("virtio-iommu", "10.0")] = (2, 2), [("virtio-iommu", "11.1")] = (2, 2),
    };

    /// <summary>Whether a release has a machine type.</summary>
    internal static bool Has(string release, MachineName machine) =>
        machine.Version <= Version.Parse(release) && machine.Version >= Version.Parse(OldestMachines[release]);

    /// <summary>The machine types a release has, for messages.</summary>
    internal static string Machines(string release) => $"{OldestMachines[release]} to {release}";

    /// <summary>Which releases have a subsection that a release does not have; null when it has it, as far as is known.</summary>
    internal static string? Lacks(string release, string subsection) =>
        Since.TryGetValue(subsection, out var first) && Version.Parse(release) < Version.Parse(first) ? $"{first} and later"
        : Until.TryGetValue(subsection, out var last) && Version.Parse(release) > Version.Parse(last) ? $"{last} and earlier"
        : null;

    /// <summary>Whether leaving a subsection out says the same as sending it.</summary>
    internal static bool IsAtDefault(StateStructure subsection) => ZeroAtReset.Contains(subsection.Name)
        && subsection.Inside("").All(leaf => leaf.Value.Number == 0 && leaf.Value.Raw.Span.IndexOfAnyExcept((byte)0) < 0);

    /// <summary>The versions of a section that a release reads; null when all releases read the same.</summary>
    internal static (uint Least, uint Most)? VersionsOf(string release, string device) =>
        Versions.TryGetValue((device, release), out var range) ? range : null;

    private static Dictionary<string, string> Table(params (string Release, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Release))).ToDictionary(StringComparer.Ordinal);
}
