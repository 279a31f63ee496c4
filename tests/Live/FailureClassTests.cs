using System.Text;
using Migconf.Implementations.Qemu;
using Migconf.Reports;
using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>The same damaged stream, given to the reader and to a real QEMU: the reader names the class, and QEMU says what the
/// class says it does.</summary>
public sealed class FailureClassTests
{
    private static readonly string[] Options = ["-machine", "pc-i440fx-7.2", "-m", "1"];
    private static readonly Dictionary<string, Task<byte[]>> Captured = [];

    /// <summary>One edit a class: bytes that are put in the place of others.</summary>
    private static readonly Dictionary<string, Func<IReadOnlyList<StreamItem>, Edit>> Edits = new(StringComparer.Ordinal)
    {
        ["MIG-STREAM-001"] = _ => new(0, 1, "52"),
        ["MIG-STREAM-002"] = _ => new(4, 4, "00000002"),
        ["MIG-STREAM-003"] = items => new(8, (int)items[1].Length, ""),
        ["MIG-STREAM-005"] = items => new(Full(items).Offset, 1, "42"),
        ["MIG-STREAM-006"] = items => new(items.OfType<SectionHeader>().First(one => one.Kind == SectionKind.Part).Offset + 1, 4, "00000777"),
        ["MIG-STREAM-007"] = items => new(items.OfType<SectionFooter>().First(one => one.Offset > Full(items).Offset).Offset, 5, ""),
        ["MIG-STREAM-008"] = items => new(items.OfType<SectionFooter>().First(one => one.Offset > Full(items).Offset).Offset + 1, 4, "00000063"),
        ["MIG-STREAM-009"] = items => new(Full(items).Offset, 0, "08002f0000"),
        ["MIG-STREAM-010"] = items => new(Full(items).Offset, 0, "080001000100"),
        ["MIG-STREAM-014"] = items => new(8 + items[1].Length, 0, $"05{Text("configuration/nope")}00000001"),
        ["MIG-STREAM-019"] = items => new(Full(items).Offset, 0, "080002000400000001"),
        ["MIG-STREAM-021"] = items => new(Page(items).Offset + 6, 1, "04"),
        ["MIG-STREAM-022"] = items => new(Page(items).Offset + 9, 1, "21"),
        ["MIG-STREAM-023"] = items => new(Page(items).Offset + 2, 1, "10"),
        ["MIG-STREAM-024"] = items => new(Page(items).Offset + Page(items).Length - 1, 1, "55"),
    };

    public static TheoryData<string, string> Cases =>
        new MatrixTheoryData<string, string>(["10.0", "11.1"], Edits.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_reader_and_a_real_QEMU_say_the_same(string release, string id)
    {
        var qemu = Samples.Real(release);
        var stream = await Stream(qemu);
        List<StreamItem> items = [.. Channels.Open(new MemoryStream(stream), new()).Items()];
        var damaged = Edits[id](items).Apply(stream);
        var found = new StreamVerifier(Channels.Open(new MemoryStream(damaged), new(), ChannelKind.Main)).Run();
        Assert.Equal(id, found.Findings[0].Failure.Id);

        using var file = new TemporaryFile("damaged", "");
        await File.WriteAllBytesAsync(file.Path, damaged, TestContext.Current.CancellationToken);
        var outcome = await StreamTransfer.Load(qemu, [.. Options, "-bios", Bios(file)], [], file.Path, TestContext.Current.CancellationToken);
        Assert.False(outcome.Loaded, outcome.Words);
        Assert.True(FailureCatalogue.Find(id)!.IsShownBy(outcome.Words), outcome.Words);
    }

    [Fact]
    public void Capture_and_load_tell_success_from_failure()
    {
        _ = Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        string[] machine = ["--", .. Options, "-bios", Bios(file)];
        Assert.Equal(ExitCodes.Conforms, ToolRun.Of(["stream", "capture", file.Path, .. machine]).Code);
        var loaded = ToolRun.Of(["stream", "load", file.Path, .. machine]);
        Assert.True(loaded.Code == ExitCodes.Conforms, loaded.Output + loaded.Errors);
        var other = ToolRun.Of(["stream", "load", file.Path, .. machine, "-m", "2"]);
        Assert.Equal(ExitCodes.Nonconforming, other.Code);
        Assert.StartsWith("REFUSED", other.Output, StringComparison.Ordinal);
    }

    private static SectionHeader Full(IReadOnlyList<StreamItem> items) => items.OfType<SectionHeader>().First(one => one.Kind == SectionKind.Full);

    private static RamPage Page(IReadOnlyList<StreamItem> items) => items.OfType<RamPage>().First(one => one.IsNamed && one.Form == RamFlags.Zero);

    private static string Text(string text) => $"{text.Length:x2}{Convert.ToHexStringLower(Encoding.Latin1.GetBytes(text))}";

    private static string Bios(TemporaryFile file)
    {
        var path = Path.Combine(file.Folder, "bios");
        Firmware.WriteTo(path);
        return path;
    }

    /// <summary>One capture a release serves all cases.</summary>
    private static Task<byte[]> Stream(QemuBinary qemu)
    {
        lock (Captured)
        {
            return Captured.TryGetValue(qemu.Release, out var known) ? known : Captured[qemu.Release] = Capture(qemu);
        }
    }

    private static async Task<byte[]> Capture(QemuBinary qemu)
    {
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, [.. Options, "-bios", Bios(file)], [], file.Path, CancellationToken.None)).Loaded);
        return await File.ReadAllBytesAsync(file.Path);
    }

    private sealed record Edit(long At, int Gone, string Hex)
    {
        internal byte[] Apply(byte[] stream) => [.. stream[..(int)At], .. Convert.FromHexString(Hex), .. stream[((int)At + Gone)..]];
    }
}
