using Migconf.Compatibility.Trials;

namespace Migconf.Compatibility.Damage;

/// <summary>The machine whose stream is damaged when none is given: devices with nested structures, arrays, subsections, PCI configuration
/// and timers, and little memory.</summary>
public static class SmallMachine
{
    /// <summary>With the oldest machine type that every release of the lab has.</summary>
    /// <param name="release">The receiver's.</param>
    public static Setup Of(string release) => new(
        "e1000", release == "5.2" ? "pc-i440fx-5.2" : "pc-i440fx-7.2", ["-m", "1", "-device", "i6300esb", "-device", "qemu-xhci", "-device", "usb-kbd"], ["romfile="]);
}
