using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;

namespace Migconf.Benchmarks.Streams;

/// <summary>The stream of a machine with many devices, and of little memory, from a real QEMU.</summary>
internal static class HeavyStream
{
    private const string Options =
        "-S -machine pc-q35-10.0 -m 1 "
        + "-blockdev null-co,node-name=d0 -device virtio-blk-pci,drive=d0 "
        + "-netdev hubport,id=n0,hubid=0 -device virtio-net-pci,netdev=n0,romfile= "
        + "-netdev hubport,id=n1,hubid=1 -device e1000,netdev=n1,romfile= "
        + "-device qemu-xhci,id=xhci -device usb-kbd,bus=xhci.0,port=1 -device usb-tablet,bus=xhci.0,port=2 "
        + "-chardev null,id=c0 -device isa-serial,chardev=c0 -device virtio-balloon-pci "
        + "-object rng-builtin,id=rng0 -device virtio-rng-pci,rng=rng0 "
        + "-blockdev null-co,node-name=d1 -device virtio-scsi-pci,id=s0 -device scsi-hd,bus=s0.0,drive=d1 "
        + "-device virtio-serial-pci -chardev null,id=c1 -device virtconsole,chardev=c1 "
        + "-device VGA,vgamem_mb=1,romfile= -device intel-hda -device hda-duplex,audiodev=a0 -audiodev none,id=a0 "
        + "-device i6300esb -device pvpanic -device pcie-root-port,id=rp0,chassis=1 "
        + "-netdev hubport,id=n2,hubid=2 -device e1000e,bus=rp0,netdev=n2,romfile=";

    /// <summary>Captures it into a file.</summary>
    /// <returns>Whether there was a QEMU to take it from; a word of why when not.</returns>
    internal static async Task<bool> Capture(string path, TextWriter progress)
    {
        try
        {
            var taken = await StreamTransfer.Capture(QemuBinary.Find("qemu-10.0"), Options.Split(' '), [], path, CancellationToken.None);
            return taken.Loaded ? true : throw new BenchException("MIG-ENV-020", taken.Words, "see what it says");
        }
        catch (BenchException wrong)
        {
            progress.WriteLine($"without the machine of many devices: {wrong.Message}. Remedy: {wrong.Remedy}");
            return false;
        }
    }
}
