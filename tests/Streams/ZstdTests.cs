using Migconf.Cli;
using Migconf.Reports;
using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Zstd data of multifd channels: frames made by hand, and a channel of a real QEMU.</summary>
public sealed class ZstdTests
{
    /// <summary>The magic number, and a window of 16 MiB.</summary>
    private const string Frame = "28b52ffd 00 70";

    /// <summary>A block that repeats 0x5a four times.</summary>
    private const string FourTimes = "220000 5a";

    /// <summary>A block of 16 bytes as they are.</summary>
    private const string Sixteen = "800000 000102030405060708090a0b0c0d0e0f";

    public ZstdTests() => Assert.SkipUnless(StreamSamples.HasZstd, StreamSamples.NoZstd);

    [Theory]
    [InlineData(Frame + FourTimes, 4, null)]
    [InlineData(Frame + FourTimes + Sixteen, 20, null)]
    [InlineData("50 2a 4d 18 03000000 aabbcc" + Frame + FourTimes, 4, null)]
    [InlineData(Frame + FourTimes, 3, "there is more")]
    [InlineData(Frame + FourTimes, 5, "they end after 4")]
    [InlineData(Frame + "06", 0, "they end after 0", 1)]
    [InlineData("28b52ffe 00 70" + FourTimes, 4, "Unknown frame descriptor")]
    [InlineData(Frame + "260000 5a", 4, "Data corruption detected")]
    [InlineData("28b52ffd 00 f8" + FourTimes, 4, "Frame requires too much memory for decoding")]
    [InlineData("28b52ffd e0 ffffffffffffff00" + FourTimes, 4, "Frame requires too much memory for decoding")]
    public void A_piece_unpacks_to_its_length_or_is_refused(string packed, int length, string? wrong, int more = 0)
    {
        using var feed = new ZstdFeed();
        Assert.Equal(wrong, feed.Unpack(Hex(packed), new byte[length + more]));
        if (wrong is not null)
        {
            Assert.Equal(wrong, feed.Unpack(Hex(Frame + FourTimes), new byte[4]));
        }
    }

    [Fact]
    public void Pieces_are_of_one_stream()
    {
        using var feed = new ZstdFeed();
        byte[] first = new byte[4], second = new byte[20];
        Assert.Null(feed.Unpack(Hex(Frame + FourTimes), first));
        Assert.Null(feed.Unpack(Hex(Sixteen + FourTimes), second));
        Assert.Equal([0x5a, 0x5a, 0x5a, 0x5a], first);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x5a, 0x5a, 0x5a, 0x5a], second);
        Assert.Null(feed.Unpack([], []));
    }

    /// <summary>Eight thousand blocks that repeat a byte 128 Ki times: a gigabyte in 32 KiB.</summary>
    [Fact]
    public void What_unpacks_to_far_too_much_is_given_up_at_once()
    {
        var bomb = Hex(Frame + string.Concat(Enumerable.Repeat("020010 5a", 8192)));
        using var feed = new ZstdFeed();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("there is more", feed.Unpack(bomb, new byte[4096]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_channel_of_a_real_QEMU_is_sound_and_a_damaged_one_is_not()
    {
        var channel = StreamSamples.Read("multifd-zstd-10.0.ch0.bin");
        Assert.Empty(new StreamVerifier(StreamSamples.Open(channel)).Run().Findings);
        var packet = StreamSamples.Open(channel).Items().OfType<MultifdPacket>().First(one => one.Data > 0);
        Assert.Equal(Packing.Zstd, packet.Packing);
        channel.AsSpan((int)(packet.Offset + packet.Length - packet.Data), 30).Fill(0xA5);
        var finding = new StreamVerifier(StreamSamples.Open(channel)).Run().Findings[0];
        Assert.Equal((ChannelFailures.PacketData, packet.Offset), (finding.Failure, finding.Offset));
        Assert.Contains("packed with Zstd", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_the_library_is_told_what_to_do()
    {
        var missing = Assert.Throws<MissingLibraryException>(() => ZstdLibrary.Load("libnosuch.so.9", "libnosuch.dll"));
        Assert.Equal("libnosuch.so.9, libnosuch.dll", missing.Library);
        using var errors = new StringWriter();
        Assert.Equal(ExitCodes.Inconclusive, Migconf.Cli.Failures.Report(missing, errors));
        Assert.StartsWith("MIG-ENV-022: libnosuch.so.9, libnosuch.dll: ", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(ZstdLibrary.Variable, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_zstd_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names a library of Linux");
        var other = Assert.Throws<MissingLibraryException>(() => ZstdLibrary.Load("libc.so.6"));
        Assert.Contains("1.4 or later", other.Message, StringComparison.Ordinal);
    }

    private static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
}
