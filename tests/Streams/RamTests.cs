using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Memory put together from streams of guests whose memory is known.</summary>
public sealed class RamTests
{
    private const int FirstPage = 64 * 1024;
    private const int LastPage = 576 * 1024;
    private const int PageSize = 4096;

    [Theory]
    [InlineData("precopy-5.2.mig")]
    [InlineData("precopy-11.1.mig")]
    [InlineData("legacy-2.3-machine-7.2.mig")]
    public void Memory_of_a_guest_that_never_ran_is_its_firmware(string name) => WithMemory([name], blocks =>
    {
        Assert.All(blocks["pc.ram"], one => Assert.Equal(0, one));
        Assert.Equal(Firmware([0xFA, 0xF4, 0xEB, 0xFD], 0xFFF0), blocks["pc.bios"]);
    });

    /// <summary>The guest adds one to each page in turn, so that neighbours differ by at most one, and only once.</summary>
    [Theory]
    [InlineData("compress-7.2.mig")]
    [InlineData("xbzrle-11.1.mig")]
    [InlineData("multifd-7.2.main.mig", "multifd-7.2.ch0.bin", "multifd-7.2.ch1.bin")]
    [InlineData("multifd-zlib-11.1.main.mig", "multifd-zlib-11.1.ch0.bin", "multifd-zlib-11.1.ch1.bin")]
    [InlineData("multifd-zstd-10.0.main.mig", "multifd-zstd-10.0.ch0.bin", "multifd-zstd-10.0.ch1.bin")]
    public void Memory_of_a_guest_that_counts_is_of_one_moment(params string[] names) => WithMemory(names, blocks =>
    {
        var ram = blocks["pc.ram"];
        var counts = Enumerable.Range(0, (LastPage - FirstPage) / PageSize).Select(page => ram[FirstPage + (page * PageSize)]).ToList();
        var steps = counts.Zip(counts.Skip(1)).Where(pair => pair.First != pair.Second).ToList();
        Assert.True(steps.Count <= 1, string.Join(' ', counts));
        Assert.All(steps, step => Assert.Equal(1, (byte)(step.First - step.Second)));
        Assert.NotEqual(0, counts[0]);
        Assert.Equal(0xEA, blocks["pc.bios"][0xFFF0]);
    });

    [Fact]
    public void A_mapped_file_holds_the_pages_its_bitmap_says() => WithMemory(["mapped-ram-11.1.mig"], blocks =>
    {
        Assert.Equal(1024 * 1024, blocks["pc.ram"].Length);
        Assert.Equal(0xEA, blocks["pc.bios"][0xFFF0]);
    });

    [Fact]
    public void Postcopy_that_was_recovered_is_one_memory_in_two_streams()
    {
        using var folder = new TemporaryFile("none", "");
        using (var memory = new RamFolder(folder.Folder))
        {
            Assert.Throws<StreamException>(() => Extract(memory, StreamSamples.Cut));
            Extract(memory, "recovery-11.1.fwd.bin");
            Assert.True(memory.PagesWritten > 100);
        }

        Assert.Equal(0xEA, File.ReadAllBytes(Path.Combine(folder.Folder, "pc.bios.ram"))[0xFFF0]);
    }

    [Fact]
    public void Damaged_packed_data_is_reported()
    {
        var channel = StreamSamples.Read("multifd-zlib-11.1.ch0.bin");
        var clean = Packed(channel);
        Assert.Null(clean);
        var packet = StreamSamples.Open(channel).Items().OfType<MultifdPacket>().First(one => one.Data > 0);
        channel.AsSpan((int)(packet.Offset + packet.Length - packet.Data), 30).Fill(0xA5);
        Assert.Equal(ChannelFailures.PacketData, Packed(channel)?.Failure);
        var verifier = new StreamVerifier(StreamSamples.Open(channel));
        Assert.Contains(ChannelFailures.PacketData, verifier.Run().Findings.Select(finding => finding.Failure));
    }

    [Theory]
    [InlineData("0003aabbcc", "aabbcc000000", true)]
    [InlineData("0201aa", "0000aa000000", true)]
    [InlineData("0101aa0101bb", "00aa00bb0000", true)]
    [InlineData("0101aa0001bb", "", false)]
    [InlineData("0500", "", false)]
    [InlineData("0701aa", "", false)]
    [InlineData("0004aa", "", false)]
    [InlineData("80", "", false)]
    [InlineData("8080", "", false)]
    public void A_delta_is_applied_or_refused(string delta, string page, bool isSound)
    {
        var bytes = new byte[6];
        Assert.Equal(isSound, Xbzrle.Apply(Convert.FromHexString(delta), bytes) is null);
        if (isSound)
        {
            Assert.Equal(page, Convert.ToHexStringLower(bytes));
        }
    }

    private static StreamException? Packed(byte[] channel)
    {
        using var folder = new TemporaryFile("none", "");
        using var memory = new RamFolder(folder.Folder);
        using var extractor = new RamExtractor(
            StreamSamples.Open(StreamSamples.Read("multifd-zlib-11.1.main.mig")), [new MultifdReader(new MemoryStream(channel), new())], memory);
        try
        {
            extractor.Run();
            return null;
        }
        catch (StreamException wrong)
        {
            return wrong;
        }
    }

    private static byte[] Firmware(byte[] code, int at)
    {
        var image = new byte[64 * 1024];
        code.CopyTo(image, at);
        return image;
    }

    private static void Extract(RamFolder memory, string main, params string[] channels)
    {
        using var extractor = new RamExtractor(
            StreamSamples.Open(StreamSamples.Read(main)),
            channels.Select(channel => new MultifdReader(new MemoryStream(StreamSamples.Read(channel)), new())),
            memory);
        extractor.Run();
    }

    private static void WithMemory(string[] names, Action<Dictionary<string, byte[]>> check)
    {
        Assert.SkipUnless(StreamSamples.HasZstd || !names[0].Contains("zstd", StringComparison.Ordinal), StreamSamples.NoZstd);
        using var folder = new TemporaryFile("none", "");
        Dictionary<string, string> files;
        using (var memory = new RamFolder(folder.Folder))
        {
            Extract(memory, names[0], names[1..]);
            files = memory.Files.ToDictionary(file => file.Block, file => file.Path);
        }

        check(files.ToDictionary(file => file.Key, file => File.ReadAllBytes(file.Value)));
    }
}
