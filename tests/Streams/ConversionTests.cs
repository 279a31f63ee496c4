using Migconf.Streams.Converting;
using Migconf.Streams.Items;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Streams of real QEMUs written again: the same machine, in plain pages.</summary>
public sealed class ConversionTests
{
    public static TheoryData<string, string[]> Samples => new()
    {
        { "precopy-5.2.mig", [] }, { "precopy-7.2.mig", [] }, { "precopy-10.0.mig", [] }, { "precopy-11.1.mig", [] }, { "devices-7.2.mig", [] },
        { "devices-10.0.mig", [] }, { "legacy-2.3-machine-7.2.mig", [] }, { "compress-7.2.mig", [] }, { "xbzrle-11.1.mig", [] }, { "mapped-ram-11.1.mig", [] },
        { "multifd-7.2.main.mig", ["multifd-7.2.ch0.bin", "multifd-7.2.ch1.bin"] },
        { "multifd-zlib-11.1.main.mig", ["multifd-zlib-11.1.ch0.bin", "multifd-zlib-11.1.ch1.bin"] },
        { "multifd-zstd-10.0.main.mig", ["multifd-zstd-10.0.ch0.bin", "multifd-zstd-10.0.ch1.bin"] },
        { "postcopy-11.1.fwd.mig", [] },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_stream_in_plain_pages_is_of_the_same_machine(string main, string[] channels)
    {
        Assert.SkipUnless(StreamSamples.HasZstd || !main.Contains("zstd", StringComparison.Ordinal), StreamSamples.NoZstd);
        var (stream, packets) = (StreamSamples.Read(main), channels.Select(StreamSamples.Read).ToArray());
        var written = Converted.Sound(stream, new(), packets);
        Assert.Equal(Converted.Memory(stream, packets), Converted.Memory(written));
        Assert.Equal(Converted.Devices(stream), Converted.Devices(written));
        var items = StreamSamples.Open(written).Items().ToList();
        Assert.All(items.OfType<RamPage>(), page => Assert.True(page.Form is RamFlags.Page or RamFlags.Zero));
        Assert.All(items.OfType<StreamCommand>(), command => Assert.Equal(CommandKind.SwitchoverStart, command.Kind));
        Assert.DoesNotContain(items, item => item is MappedRegion or TrailingBytes or RamMark { Flags: RamFlags.MultifdFlush });
        Assert.Equal(items.OfType<RamPage>().Count(), items.OfType<RamPage>().DistinctBy(page => (page.Block, page.Address)).Count());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Writing_it_twice_changes_nothing(string main, string[] channels)
    {
        Assert.SkipUnless(StreamSamples.HasZstd || !main.Contains("zstd", StringComparison.Ordinal), StreamSamples.NoZstd);
        var once = Converted.Sound(StreamSamples.Read(main), new(), [.. channels.Select(StreamSamples.Read)]);
        Assert.Equal(once, Converted.Sound(once, new()));
    }

    [Fact]
    public void The_memory_comes_before_the_devices_and_is_ended_once()
    {
        foreach (var name in new[] { "postcopy-11.1.fwd.mig", "xbzrle-11.1.mig" })
        {
            var headers = StreamSamples.Open(Converted.Sound(StreamSamples.Read(name), new())).Items().OfType<SectionHeader>().ToList();
            var end = headers.FindIndex(one => one is { Name: "ram", Kind: SectionKind.End });
            Assert.All(headers[..end], one => Assert.Equal("ram", one.Name));
            Assert.All(headers[(end + 1)..], one => Assert.Equal(SectionKind.Full, one.Kind));
            Assert.True(headers.Count - end > 20);
        }
    }

    [Fact]
    public void Another_machine_type_of_the_board_is_named_everywhere()
    {
        var stream = StreamSamples.Read("precopy-11.1.mig");
        var written = Converted.Sound(stream, new() { Machine = "pc-i440fx-9.2", Release = "10.0" });
        var items = StreamSamples.Open(written).Items().ToList();
        Assert.Equal("pc-i440fx-9.2", items.OfType<MachineConfiguration>().Single().Machine);
        var text = System.Text.Encoding.UTF8.GetString(items.OfType<DescriptionItem>().Single().Json);
        Assert.Contains("{\"name\":\"name\",\"type\":\"buffer\",\"size\":13}", text, StringComparison.Ordinal);
        Assert.Equal(Converted.Memory(stream), Converted.Memory(written));
    }

    [Fact]
    public void Configuration_and_footers_come_and_go_with_the_frame()
    {
        var stream = StreamSamples.Read("legacy-2.3-machine-7.2.mig");
        var modern = Converted.Sound(stream, new() { Machine = "pc-i440fx-2.3", Frame = Frame.Modern });
        var items = StreamSamples.Open(modern).Items().ToList();
        Assert.Equal("pc-i440fx-2.3", items.OfType<MachineConfiguration>().Single().Machine);
        Assert.Equal(items.OfType<SectionHeader>().Select(one => one.Id), items.OfType<SectionFooter>().Select(one => one.Id));
        Assert.Equal(Converted.Sound(stream, new()), Converted.Sound(modern, new() { Frame = Frame.Legacy }));
        Assert.Equal(Converted.Sound(stream, new()), Converted.Sound(modern, new() { Machine = "pc-i440fx-2.3" }));
    }

    [Fact]
    public void A_uuid_is_named_and_left_out()
    {
        var stream = StreamSamples.Read("precopy-10.0.mig");
        var uuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var named = Converted.Sound(stream, new() { Uuid = uuid });
        Assert.Equal(uuid, Configuration(named).Subsections.OfType<UuidPart>().Single().Uuid);
        Assert.Single(Configuration(Converted.Sound(named, new())).Subsections);
        Assert.Empty(Configuration(Converted.Sound(named, new() { Uuid = Guid.Empty })).Subsections);
        Assert.Equal(new Guid(1, 2, 3, new byte[8]), Configuration(Converted.Sound(named, new() { Uuid = new(1, 2, 3, new byte[8]) })).Subsections.OfType<UuidPart>().Single().Uuid);
    }

    [Fact]
    public void An_old_release_is_sent_no_command_it_does_not_know()
    {
        var stream = StreamSamples.Read("precopy-11.1.mig");
        Assert.Single(StreamSamples.Open(Converted.Sound(stream, new())).Items().OfType<StreamCommand>());
        var old = Converted.Of(StreamSamples.Read("precopy-11.1.mig"), new() { Machine = "pc-i440fx-7.2", Release = "7.2" });
        Assert.Empty(old.Findings.Select(one => $"{one.Failure.Id} {one.Place} {one.Detail}"));
        Assert.Empty(StreamSamples.Open(old.Bytes).Items().OfType<StreamCommand>());
        Assert.Contains("left out: SWITCHOVER_START", old.Result!.Changes);
    }

    private static MachineConfiguration Configuration(byte[] stream) => StreamSamples.Open(stream).Items().OfType<MachineConfiguration>().Single();
}
