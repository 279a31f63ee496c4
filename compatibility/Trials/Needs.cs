using System.Text.RegularExpressions;

namespace Migconf.Compatibility.Trials;

/// <summary>What a device type asks for when it is refused without: words of QEMU to options that answer them.</summary>
/// <param name="Asked">What QEMU says.</param>
/// <param name="Before">Options before the device.</param>
/// <param name="Property">A property of the device; empty when the options are all.</param>
internal sealed record Need(Regex Asked, IReadOnlyList<string> Before, string Property = "")
{
    /// <summary>Devices that ask in the same words for what cannot be given; null when there are none.</summary>
    internal Regex? Never { get; init; }
}

/// <summary>The needs that can be met without anything outside the process: buses, null backends, numbers. Real hardware, other programs
/// and files cannot be had; what asks for those is listed as not tried.</summary>
internal static class Needs
{
    private static readonly Need[] All =
    [
        Bus("usb-bus", "qemu-xhci"),
        Bus("HDA", "ich9-intel-hda"),
        Bus("virtio-serial-bus", "virtio-serial-pci"),
        Bus("SCSI", "virtio-scsi-pci"),
        Bus("sd-bus", "sdhci-pci"),
        Bus("ccid-bus", "usb-ccid"),
        Bus("IndustryPack", "tpci200"),
        Bus("nvme-bus", "nvme,serial=1"),
        Bus("ufs-bus", "ufs,serial=1"),
        Bus("floppy-bus", "isa-fdc"),
        Backend("no default audio driver|audiodev", ["-audiodev", "none,id=audio0"], "audiodev=audio0"),
        Backend(
            "No drive specified|drive property not set|requires a drive|drive parameter|block device|block backend not configured",
            ["-blockdev", "driver=null-co,node-name=drive0,read-zeroes=on,size=1048576"], "drive=drive0"),
        Backend("[Ii]nvalid SD card size", ["-blockdev", "driver=null-co,node-name=drive1,read-zeroes=on,size=1048576"], "drive=drive1"),
        Backend("empty char device|chardev", ["-chardev", "null,id=char0"], "chardev=char0") with { Never = new("^(vhost-|ivshmem-)") },
        Backend("'?memdev'?", ["-object", "memory-backend-ram,id=mem0,size=16M"], "memdev=mem0"),
        Backend("failed to find romfile", [], "romfile="),
        Backend("Bridge chassis not specified", [], "chassis_nr=1"),
        Backend("serial property not set", [], "serial=1"),
        Backend("bmc attribute", ["-device", "ipmi-bmc-sim,id=bmc0"], "bmc=bmc0"),
        Backend("maxmem|'slots' option|no slots", ["-m", "8,slots=2,maxmem=1G"]),
        Backend("cryptodev", ["-object", "cryptodev-backend-builtin,id=crypto0"], "cryptodev=crypto0"),
        Backend("find fsdev", ["-fsdev", "synth,id=fs0"], "fsdev=fs0,mount_tag=tag0"),
        Backend("(mioe3680|pcm3680|ctucan)_pci.*connect_to_bus failed", ["-object", "can-bus,id=can0"], "canbus0=can0,canbus1=can0"),
        Backend("can_sja_connect_to_bus failed", ["-object", "can-bus,id=can0"], "canbus=can0"),
        Backend("missing 'nvdimm' in '-M'", ["-machine", "nvdimm=on"]),
        Backend("rng backend|'rng' property", ["-object", "rng-builtin,id=rng0"], "rng=rng0"),
    ];

    /// <summary>The setup with what QEMU asks for; null when it asks for nothing that can be given, or asks again.</summary>
    internal static Setup? Meet(Setup setup, string words)
    {
        var need = Array.Find(All, one => one.Asked.IsMatch(words) && one.Never?.IsMatch(setup.Device) != true);
        var isNew = need is not null && !setup.IsProcessor && !(setup.Properties.Contains(need.Property) || Holds(setup.Before, need.Before));
        return isNew
            ? setup with
            {
                Before = [.. need!.Before, .. setup.Before],
                Properties = need.Property.Length == 0 ? setup.Properties : [.. setup.Properties, need.Property],
            }
            : null;
    }

    private static bool Holds(IReadOnlyList<string> all, IReadOnlyList<string> some) => some.Count > 0 && some.All(all.Contains);

    private static Need Bus(string name, string device) => new(new Regex($"No '{name}' bus found for device"), ["-device", device]);

    private static Need Backend(string words, IReadOnlyList<string> before, string property = "") => new(new Regex(words), before, property);
}
