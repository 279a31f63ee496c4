using Migconf.Implementations.Qemu;
using Migconf.Streams.Checking;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Streams of a real QEMU are read, written again, and loaded by a real QEMU; damaged ones are refused by both.</summary>
public sealed class StreamTransferTests
{
    private static readonly string[] Machine = ["-machine", "pc-i440fx-5.2", "-m", "1", "-device", "i6300esb,addr=9"];

    public static TheoryData<string> Releases => ["5.2", "7.2", "10.0", "11.1"];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_the_writer_writes_is_loaded(string release)
    {
        var qemu = Samples.Real(release);
        using var folder = new TemporaryFile("none", "");
        var (captured, written) = (Path.Combine(folder.Folder, "captured"), Path.Combine(folder.Folder, "written"));
        string[] machine = [.. Machine, "-bios", Bios(folder)];
        Assert.True((await StreamTransfer.Capture(qemu, machine, [], captured, TestContext.Current.CancellationToken)).Loaded);
        Rewrite(captured, written, item => item);
        Assert.Equal(await File.ReadAllBytesAsync(captured, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(written, TestContext.Current.CancellationToken));
        var outcome = await StreamTransfer.Load(qemu, machine, [], written, TestContext.Current.CancellationToken);
        Assert.True(outcome.Loaded, outcome.Words);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_the_reader_calls_unsound_is_refused(string release)
    {
        var qemu = Samples.Real(release);
        using var folder = new TemporaryFile("none", "");
        var (captured, written) = (Path.Combine(folder.Folder, "captured"), Path.Combine(folder.Folder, "written"));
        string[] machine = [.. Machine, "-bios", Bios(folder)];
        Assert.True((await StreamTransfer.Capture(qemu, machine, [], captured, TestContext.Current.CancellationToken)).Loaded);
        Rewrite(captured, written, item => item is SectionFooter { Id: > 9 } footer ? footer with { Id = footer.Id + 1 } : item);
        await using (var stream = File.OpenRead(written))
        {
            Assert.Equal("MIG-STREAM-008", new StreamVerifier(Channels.Open(stream, new())).Run().Findings[0].Failure.Id);
        }

        var outcome = await StreamTransfer.Load(qemu, machine, [], written, TestContext.Current.CancellationToken);
        Assert.False(outcome.Loaded);
        Assert.Contains("footer", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_one_release_is_loaded_by_the_next()
    {
        var (old, recent) = (Samples.Real("7.2"), Samples.Real("11.1"));
        using var folder = new TemporaryFile("none", "");
        var captured = Path.Combine(folder.Folder, "captured");
        string[] machine = [.. Machine, "-bios", Bios(folder)];
        Assert.True((await StreamTransfer.Capture(old, machine, [], captured, TestContext.Current.CancellationToken)).Loaded);
        Assert.True((await StreamTransfer.Load(recent, machine, [], captured, TestContext.Current.CancellationToken)).Loaded);
        string[] larger = [.. machine, "-m", "2"];
        var refused = await StreamTransfer.Load(recent, larger, [], captured, TestContext.Current.CancellationToken);
        Assert.False(refused.Loaded, refused.Words);
    }

    private static string Bios(TemporaryFile folder)
    {
        var path = Path.Combine(folder.Folder, "bios");
        Firmware.WriteTo(path);
        return path;
    }

    private static void Rewrite(string from, string to, Func<StreamItem, StreamItem> change)
    {
        using var input = File.OpenRead(from);
        using var output = File.Create(to);
        ItemWriter.Copy(Channels.Open(input, new()), output, change);
    }
}
