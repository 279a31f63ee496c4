using System.Text;
using Migconf.Streams.Converting;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>What is not written for another receiver: each class with a stream that shows it, and with one next to it that passes.</summary>
public sealed class ConversionRefusalTests
{
    /// <summary>Class, stream, target that is refused, target that is not.</summary>
    private static readonly (string Id, byte[] Stream, ConversionTarget Refused, ConversionTarget? Passes)[] Cases =
    [
        ("MIG-STREAM-003", Stream(Device("d")) with { Machine = null }, new() { Frame = Frame.Modern }, new() { Frame = Frame.Modern, Machine = "pc-q35-10.0" }),
        ("MIG-STREAM-042", Stream(Device("pciespscsi", version: 2)), new() { Machine = "pc-q35-10.0", Release = "5.2" }, new() { Release = "10.0" }),
        ("MIG-STREAM-043", Stream(Device("0000:00:1f.0/hpet", version: 1)), new() { Release = "11.1" }, new() { Release = "10.0" }),
        ("MIG-STREAM-044", Stream(Device("i8259", part: "i8259/ltim", value: 1), machine: "pc-q35-7.2"), new() { Release = "7.2" }, new() { Release = "10.0" }),
        ("MIG-STREAM-044", Stream(Device("cpu", part: "cpu/cet"), machine: "pc-q35-10.0"), new() { Release = "10.0" }, new() { Release = "11.1" }),
        ("MIG-STREAM-044", Stream(Device("esp", part: "esp/pdma"), machine: "pc-q35-7.2"), new() { Release = "10.0" }, new() { Release = "7.2" }),
        ("MIG-STREAM-068", Stream(Device("d")), new() { Machine = "pc-i440fx-10.0" }, new() { Machine = "pc-q35-9.2" }),
        ("MIG-STREAM-068", Stream(Device("d"), machine: "isapc"), new() { Machine = "pc-i440fx-10.0" }, new() { Machine = "isapc" }),
        ("MIG-STREAM-070", Stream(new StreamCommand(CommandKind.EnableColo, 0)), new(), null),
        ("MIG-STREAM-071", Stream(Device("d")) with { Pages = 1 }, new(), null),
        ("MIG-STREAM-072", Stream(Device("d")), new() { Release = "7.2" }, new() { Release = "11.1" }),
        ("MIG-STREAM-072", Stream(Device("d"), machine: "pc-q35-5.1"), new() { Release = "11.1" }, new() { Release = "10.0" }),
        ("MIG-STREAM-073", Stream(Device("0000:00:02.0/e1000e")), new() { Machine = "pc-q35-7.2" }, new() { Machine = "pc-q35-8.0" }),
        ("MIG-STREAM-073", Stream(Device("0000:00:02.0/pcie-root-port", config: 4096)), new() { Machine = "pc-q35-9.1" }, new() { Machine = "pc-q35-11.1" }),
        ("MIG-STREAM-073", Stream(Device("d")) with { Machine = null }, new() { Machine = "pc-i440fx-7.2" }, new() { Machine = "pc-i440fx-2.3" }),
        ("MIG-STREAM-073", Stream(Device("0000:00:02.0:00.0/virtio-rng")), new() { Machine = "pc-q35-9.1" }, new() { Machine = "pc-q35-9.2" }),
        ("MIG-STREAM-073", Stream(Device("iommu-intel"), machine: "pc-q35-9.2"), new() { Machine = "pc-q35-9.1" }, new() { Machine = "pc-q35-10.0" }),
        ("MIG-STREAM-073", Stream(Device("0000:00:02.0/vga", config: 256)), new() { Machine = "pc-q35-6.2" }, new() { Machine = "pc-q35-7.2" }),
    ];

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void What_is_not_the_same_there_is_refused_with_its_class(int index)
    {
        var (id, stream, refused, passes) = Cases[index];
        var converted = Converted.Of(stream, refused);
        Assert.Contains(id, converted.Findings.Select(one => one.Failure.Id));
        Assert.All(converted.Findings, one => Assert.NotEmpty(one.Detail));
        Assert.Empty(converted.Bytes);
        if (passes is not null)
        {
            Converted.Sound(stream, passes);
        }
    }

    [Fact]
    public void Every_class_that_converting_notices_has_a_stream_that_shows_it()
    {
        // Tested below: it takes a stream without description.
        var shown = Cases.Select(one => one.Id).Append("MIG-STREAM-074");
        Assert.Empty(FailureCatalogue.All.Where(one => one.Noticed == Noticing.Converter).Select(one => one.Id).Except(shown));
    }

    [Fact]
    public void What_nothing_describes_is_not_held_against_a_release()
    {
        var postcopy = StreamSamples.Read("postcopy-11.1.fwd.mig");
        Assert.All(Converted.Of(postcopy, new() { Release = "11.1" }).Findings, one => Assert.Equal(ConversionFailures.NotDescribed, one.Failure));
        Assert.NotEmpty(Converted.Of(postcopy, new() { Release = "11.1" }).Findings);
    }

    [Fact]
    public void Channels_that_are_not_given_are_missed()
    {
        var (main, one) = (StreamSamples.Read("multifd-7.2.main.mig"), StreamSamples.Read("multifd-7.2.ch0.bin"));
        foreach (var converted in new[] { Converted.Of(main, new()), Converted.Of(main, new(), one) })
        {
            Assert.All(converted.Findings, finding => Assert.Equal(ConversionFailures.MemoryMissing, finding.Failure));
            Assert.Contains(converted.Findings, finding => finding.Place == "pc.ram");
        }
    }

    [Theory]
    [InlineData("multifd-7.2.ch0.bin")]
    [InlineData("postcopy-11.1.rev.bin")]
    [InlineData("recovery-11.1.fwd.bin")]
    public void A_channel_that_is_no_main_stream_is_refused(string name) =>
        Assert.Equal(ConversionFailures.NotConvertible, Assert.Throws<StreamException>(() => Converted.Of(StreamSamples.Read(name), new())).Failure);

    [Fact]
    public void Postcopy_that_was_cut_is_refused()
    {
        var wrong = Assert.Throws<StreamException>(() => Converted.Of(StreamSamples.Read(StreamSamples.Cut), new()));
        Assert.Equal(StructureFailures.CutShort, wrong.Failure);
    }

    [Fact]
    public void A_subsection_that_says_what_a_reset_says_is_left_out_with_its_description()
    {
        var stream = Stream(Device("i8259", part: "i8259/ltim", value: 0), machine: "pc-q35-7.2");
        var old = Converted.Of(stream, new() { Release = "7.2" });
        Assert.Contains("left out: i8259 (5): i8259/ltim, which says what a reset says", old.Result!.Changes);
        Assert.DoesNotContain("ltim", Encoding.Latin1.GetString(old.Bytes), StringComparison.Ordinal);
        Converted.Sound(old.Bytes, new() { Release = "7.2" });
        var young = Converted.Sound(stream, new() { Release = "10.0" });
        Assert.Contains("ltim", Encoding.Latin1.GetString(young), StringComparison.Ordinal);
    }

    private static Parts Stream(StreamItem item, string machine = "pc-q35-10.0") => new(machine, [item], "[]");

    private static Parts Stream(Parts device, string machine = "pc-q35-10.0") => device with { Machine = machine };

    /// <summary>A device of one byte, with a PCI configuration or a subsection of one byte.</summary>
    private static Parts Device(string name, uint version = 1, string? part = null, byte value = 1, int config = 0)
    {
        var own = name[(name.LastIndexOf('/') + 1)..];
        var parts = part is null ? "" : $$"""{"vmsd_name":"{{part}}","version":1,"fields":[{"name":"b","type":"uint8","size":1}]}""";
        var more = config == 0 ? "" : $$""",{"name":"config","type":"pci config","size":{{config}}}""";
        var json = $$"""
            [{"name":"{{name}}","instance_id":0,"vmsd_name":"{{own}}","version":{{version}},"fields":[{"name":"a","type":"uint8","size":1}{{more}}],"subsections":[{{parts}}]}]
            """;
        byte[] tail = part is null ? [] : [ConfigurationPart.Mark, (byte)part.Length, .. Encoding.Latin1.GetBytes(part), 0, 0, 0, 1, value];
        return new("pc-q35-10.0", [new SectionHeader(SectionKind.Full, 5, name, 0, version), new OpaqueBody([7, .. new byte[config], .. tail]), new SectionFooter(5)], json);
    }

    /// <summary>A stream of these; without machine it has neither configuration nor footers.</summary>
    private sealed record Parts(string? Machine, IReadOnlyList<StreamItem> Items, string Json)
    {
        /// <summary>Pages of memory that are announced and not sent.</summary>
        internal int Pages { get; init; }

        public static implicit operator byte[](Parts parts) => parts.Bytes();

        private byte[] Bytes()
        {
            using var stream = new MemoryStream();
            foreach (var item in (StreamItem[])[new StreamHeader(3), .. Head(), .. Items, new EndOfSections(), Description()])
            {
                if (Machine is not null || item is not SectionFooter)
                {
                    ItemWriter.Write(item, [], stream);
                }
            }

            return stream.ToArray();
        }

        private IEnumerable<StreamItem> Head()
        {
            if (Machine is not null)
            {
                yield return new MachineConfiguration(Machine, []);
            }

            if (Pages > 0)
            {
                yield return new SectionHeader(SectionKind.Start, 2, "ram", 0, 4);
                yield return new RamSetup((ulong)Pages * 4096);
                yield return new RamBlock("pc.ram", (ulong)Pages * 4096);
                yield return new RamMark(0x10, RamFlags.EndOfPart);
                yield return new SectionFooter(2);
            }
        }

        private DescriptionItem Description() => new(Encoding.UTF8.GetBytes($$"""{"page_size":4096,"devices":{{Json}}}"""));
    }
}
