using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Each failure class that a comparison can notice: two streams that differ in it, and two that do not.</summary>
public sealed class ComparisonTests
{
    private static readonly StateLeaf Byte = Leaf("a", "uint8", WireValue.U8(1));
    private static readonly StateLeaf Config = Leaf("config", "pci config", WireValue.Bytes(new byte[256]));
    private static readonly StateStructure Base = State("d", [Byte, Leaf("n", "int32 equal", WireValue.U32(4)), Config], [Part("d/part", 1)]);

    private static StateLeaf Leaf(string name, string type, WireValue value) => new(name, null, type, value);

    private static StateStructure State(string name, IReadOnlyList<StateNode> fields, IReadOnlyList<StateStructure> parts) =>
        new(name, null, "device", name, 1, fields, parts);

    private static StateStructure Part(string name, uint version) => new(name, null, "subsection", name, version, [Byte], []);

    private static StateStructure Nested(params StateNode[] fields) =>
        State("d", [new StateStructure("inner", null, "struct", "inner", 1, fields, [])], []);

    private static SectionContents Section(string name, uint version, StateStructure state) =>
        new(new SectionHeader(SectionKind.Full, 1, name, 0, version), state);

    private static StreamContents Stream(params SectionContents[] sections) =>
        new(new MachineConfiguration("m", []), [new RamBlock("pc.ram", 4096)], sections);

    private static StreamContents With(StateStructure state) => Stream(Section("d", 1, state));

    private static StateStructure Changed(int field, WireValue value) => Base with
    {
        Fields = [.. Base.Fields.Select((one, index) => index == field ? (StateLeaf)one with { Value = value } : one)],
    };

    public static TheoryData<string> Classes => [.. Pairs.Keys];

    private static readonly Dictionary<string, (StreamContents Source, StreamContents Destination)> Pairs = new()
    {
        ["MIG-STREAM-040"] = (With(Base), With(Base with { Fields = [.. Base.Fields, Leaf("b", "uint8", WireValue.U8(0))] })),
        ["MIG-STREAM-041"] = (With(Nested(Byte)), With(Nested(Byte, Leaf("b", "uint8", WireValue.U8(0))))),
        ["MIG-STREAM-042"] = (Stream(Section("d", 2, Base)), With(Base)),
        ["MIG-STREAM-044"] = (With(Base), With(Base with { Subsections = [] })),
        ["MIG-STREAM-045"] = (With(Base with { Subsections = [] }), With(Base)),
        ["MIG-STREAM-046"] = (With(Base), With(Changed(0, WireValue.U16(1)))),
        ["MIG-STREAM-047"] = (With(Base), With(Base with { Fields = [.. Base.Fields.Skip(1)] })),
        ["MIG-STREAM-048"] = (With(Base), Stream(Section("pci/d", 1, Base))),
        ["MIG-STREAM-049"] = (With(Base), Stream()),
        ["MIG-STREAM-050"] = (Stream(), With(Base)),
        ["MIG-STREAM-051"] = (With(Nested(Byte, Byte)), With(Nested(Byte, Byte, Byte))),
        ["MIG-STREAM-052"] = (With(Base), With(Changed(2, WireValue.Bytes([1, .. new byte[255]])))),
        ["MIG-STREAM-053"] = (With(Base), With(Changed(1, WireValue.U32(5)))),
        ["MIG-STREAM-054"] = (With(Base with { Subsections = [Part("d/part", 2)] }), With(Base)),
        ["MIG-STREAM-060"] = (Stream(), Stream() with { Blocks = [new RamBlock("pc.ram", 8192)] }),
        ["MIG-STREAM-061"] = (Stream(), Stream() with { Blocks = [new RamBlock("mem0", 4096)] }),
        ["MIG-STREAM-063"] = (Stream(), Stream() with { Configuration = new("m", [new CapabilityPart(1, ["mapped-ram"])]) }),
        ["MIG-STREAM-068"] = (Stream(), Stream() with { Configuration = new("other", []) }),
        ["MIG-STREAM-069"] = (
            Stream() with { Configuration = new("m", [new UuidPart(1, new Guid(1, 2, 3, new byte[8]))]) },
            Stream() with { Configuration = new("m", [new UuidPart(1, Guid.Empty)]) }),
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_difference_is_of_its_class_and_equal_streams_have_none(string id)
    {
        var (source, destination) = Pairs[id];
        Assert.Contains(id, StreamComparison.Compare(source, destination).Select(one => one.Failure?.Id));
        Assert.All(new[] { source, destination }, one => Assert.Empty(StreamComparison.Compare(one, one)));
    }

    [Fact]
    public void Every_class_a_comparison_notices_has_a_pair_that_shows_it() => Assert.Empty(
        FailureCatalogue.All.Where(one => one.Noticed == Noticing.Comparison).Select(one => one.Id).Except(Pairs.Keys));

    [Fact]
    public void Names_of_fields_are_not_on_the_wire() =>
        Assert.Empty(StreamComparison.Compare(With(Base), With(Base with { Fields = [Byte with { Name = "renamed" }, .. Base.Fields.Skip(1)] })));

    [Fact]
    public void Borders_of_fields_are_not_on_the_wire_either()
    {
        var (whole, parts) = (With(State("d", [Byte, Buffer("s", 100, 7)], [])), With(State("d", [Byte, Buffer("s", 32, 7), Buffer("t", 1, 7), Buffer("u", 67, 7)], [])));
        Assert.Empty(StreamComparison.Compare(whole, parts));
        Assert.Empty(StreamComparison.Compare(parts, whole));
        var other = With(State("d", [Byte, Buffer("s", 32, 7), Buffer("t", 1, 8), Buffer("u", 67, 7)], []));
        var value = Assert.Single(StreamComparison.Compare(whole, other));
        Assert.Equal((null, "s", "the same bytes are s (100) and s (32), t (1), u (67)"), (value.Failure, value.Path, value.Detail));
        var longer = With(State("d", [Byte, Buffer("s", 32, 7), Buffer("t", 1, 7), Buffer("u", 68, 7)], []));
        Assert.Contains(StreamComparison.Compare(whole, longer), one => one.Failure?.Id == "MIG-STREAM-040");
        Assert.Contains(StreamComparison.Compare(longer, whole), one => one.Failure?.Id == "MIG-STREAM-047");
    }

    [Fact]
    public void A_field_that_gets_unused_bytes_is_lost_and_one_that_is_no_longer_used_is_not()
    {
        var (used, unused) = (With(State("d", [Byte, Buffer("irq", 1, 5), Buffer("dma", 1, 5), Byte], [])), With(State("d", [Byte, Unused(2), Byte], [])));
        var lost = Assert.Single(StreamComparison.Compare(unused, used));
        Assert.Equal(("MIG-STREAM-065", "irq"), (lost.Failure?.Id, lost.Path));
        Assert.Null(Assert.Single(StreamComparison.Compare(used, unused)).Failure);
    }

    private static StateLeaf Buffer(string name, int length, byte value) => Leaf(name, "buffer", WireValue.Bytes([.. Enumerable.Repeat(value, length)]));

    private static StateLeaf Unused(int length) => Leaf("unused", "unused_buffer", WireValue.Bytes(new byte[length]));

    [Fact]
    public void Another_value_breaks_nothing()
    {
        var one = Assert.Single(StreamComparison.Compare(With(Base), With(Changed(0, WireValue.U8(9)))));
        Assert.Null(one.Failure);
        Assert.Equal(("d 0", "a", "0x01 and 0x09"), (one.Section, one.Path, one.Detail));
    }

    [Fact]
    public void Two_releases_send_the_same_layout_for_one_machine_type_but_for_what_was_added()
    {
        var (old, recent) = (Read("devices-7.2.mig"), Read("devices-10.0.mig"));
        Assert.Empty(StreamComparison.Compare(old, old));
        var failures = StreamComparison.Compare(old, recent).Select(one => one.Failure?.Id).OfType<string>().Distinct().ToList();
        Assert.Contains("MIG-STREAM-068", failures);
        Assert.DoesNotContain("MIG-STREAM-042", failures);
    }

    private static StreamContents Read(string name) => StreamContents.Read(StreamSamples.Open(StreamSamples.Read(name)));
}
