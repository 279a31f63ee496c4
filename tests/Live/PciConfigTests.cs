using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>A byte of a PCI configuration space is changed in a stream: the comparison and a real QEMU say the same of it.</summary>
public sealed class PciConfigTests
{
    private static readonly string[] Options = ["-machine", "pc-q35-7.2", "-m", "8", "-device", "e1000e,addr=3,romfile="];

    public static TheoryData<string, int, byte> Bytes => new MatrixTheoryData<string, int, byte>(["10.0", "11.1"], [0x06, 0x08, 0x0e, 0x18, 0x2c, 0x2f, 0x34, 0x3d, 0xa0, 0xa1, 0xa2, 0xa3, 0xe0], [0x01, 0x80]);

    [Theory]
    [MemberData(nameof(Bytes))]
    public async Task The_comparison_and_a_real_QEMU_say_the_same(string release, int at, byte flipped)
    {
        var qemu = Samples.Real(release);
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, Options, [], file.Path, Cancel)).Loaded);
        var before = await Read(file.Path);
        var section = before.Sections.Single(one => one.Header.Name == "0000:00:03.0/e1000e");
        var config = section.OffsetOf(section.State!.Inside("").First(leaf => leaf.Type == "pci config").Path)!.Value;
        var bytes = await File.ReadAllBytesAsync(file.Path, Cancel);
        bytes[config + at] ^= flipped;
        await File.WriteAllBytesAsync(file.Path, bytes, Cancel);
        var isRefused = StreamComparison.Compare(await Read(file.Path), before).Any(one => one.Failure?.Id == "MIG-STREAM-052");
        var outcome = await StreamTransfer.Load(qemu, Options, [], file.Path, Cancel);
        Assert.True(isRefused != outcome.Loaded, $"byte 0x{at:x} ^ 0x{flipped:x}: {(isRefused ? "refused" : "taken")}; QEMU: {outcome.Words}");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<StreamContents> Read(string path)
    {
        await using var file = File.OpenRead(path);
        return StreamContents.Read(Channels.Open(file, new()));
    }
}
