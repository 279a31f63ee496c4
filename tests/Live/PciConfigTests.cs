using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>A byte of a PCI configuration space is changed in a stream: the comparison and a real QEMU say the same of it.</summary>
public sealed class PciConfigTests
{
    private static readonly (string Device, string Section, int[] Bytes)[] Devices =
    [
        ("e1000e,romfile=", "e1000e",
            [0x06, 0x08, 0x0e, 0x18, 0x2c, 0x2f, 0x34, 0x3d, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xab, 0xca, 0xd2, 0xd5, 0xe0, 0xe2, 0xe5, 0xec, 0xef, 0xf2, 0x101, 0x103, 0x140, 0x144, 0x14b, 0x14c]),
        ("virtio-net-pci,romfile=", "virtio-net", [0x42, 0x43, 0x49, 0x4f, 0x82, 0x86, 0x87, 0x88, 0x89, 0x8c, 0x90, 0x97]),
        ("pcie-root-port", "pcie-root-port", [0x44, 0x47, 0x56, 0x5b, 0x60, 0x66, 0x68, 0x6a]),
    ];

    public static TheoryData<string, string, int, byte> Bytes => [.. from release in (string[])["10.0", "11.1"] from one in Devices
        from at in one.Bytes from flipped in (byte[])(release == "10.0" ? [0x01, 0x80] : [0x80]) select new TheoryDataRow<string, string, int, byte>(release, one.Section, at, flipped)];

    [Theory]
    [MemberData(nameof(Bytes))]
    public async Task The_comparison_and_a_real_QEMU_say_the_same(string release, string name, int at, byte flipped)
    {
        var qemu = Samples.Real(release);
        string[] options = ["-machine", "pc-q35-7.2", "-m", "8", "-device", $"{Devices.Single(one => one.Section == name).Device},addr=3"];
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, options, [], file.Path, Cancel)).Loaded);
        var before = await Read(file.Path);
        var bytes = await File.ReadAllBytesAsync(file.Path, Cancel);
        bytes[before.Sections.Single(one => one.Header.Name == $"0000:00:03.0/{name}").PciConfig!.Value.Offset + at] ^= flipped;
        await File.WriteAllBytesAsync(file.Path, bytes, Cancel);
        var isRefused = StreamComparison.Compare(await Read(file.Path), before).Any(one => one.Failure?.Id == "MIG-STREAM-052");
        var outcome = await StreamTransfer.Load(qemu, options, [], file.Path, Cancel);
        Assert.True(isRefused != outcome.Loaded, $"byte 0x{at:x} ^ 0x{flipped:x}: {(isRefused ? "refused" : "taken")}; QEMU: {outcome.Words}");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<StreamContents> Read(string path)
    {
        await using var file = File.OpenRead(path);
        return StreamContents.Read(Channels.Open(file, new()));
    }
}
