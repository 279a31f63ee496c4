using Migconf.Compatibility.Matrix;
using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;
using Migconf.Streams.Devices;
using Migconf.Streams.Items;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>A value that was sent and arrived is told from one that was lost, without a guest that would notice.</summary>
public sealed class CarriedValueTests
{
    private static readonly Difference Irq = new(null, "sb16 0", "irq", "0 and 5");

    [Fact]
    public void A_value_that_arrives_as_it_was_sent_is_carried() => Assert.True(Arrives([Number("irq", 7)], [Number("irq", 7)]));

    [Fact]
    public void A_value_that_arrives_otherwise_is_not() => Assert.False(Arrives([Number("irq", 7)], [Number("irq", 0)]));

    [Fact]
    public void A_value_sent_under_another_name_is_carried() => Assert.True(Arrives([Number("line", 7)], [Number("irq", 7)]));

    [Fact]
    public void Bytes_sent_as_unused_carry_nothing() => Assert.False(
        Arrives([new StateLeaf("unused", null, "unused_buffer", WireValue.Bytes([0, 0, 0, 0]))], [Number("irq", 0)]));

    [Fact]
    public void A_longer_field_that_holds_what_several_sent_is_carried() => Assert.True(Arrives(
        [new StateLeaf("irq", null, "buffer", WireValue.Bytes([1, 2])), new StateLeaf("more", null, "buffer", WireValue.Bytes([3]))],
        [new StateLeaf("irq", null, "buffer", WireValue.Bytes([1, 2, 3]))]));

    [Fact]
    public void A_subsection_that_was_sent_is_carried()
    {
        var part = new StateStructure("sb16/irq", null, "subsection", "sb16/irq", 1, [Number("x", 1)], []);
        var found = new Difference(null, "sb16 0", "sb16/irq", "only in the source");
        Assert.True(Of([], part).Has(Of([], part), found));
        Assert.False(Of([]).Has(Of([], part), found));
    }

    [Theory]
    [InlineData("virtio", true)]
    [InlineData("uint32", false)]
    public void What_a_virtio_device_sends_by_its_release_s_defaults_is_no_loss(string type, bool isCarried)
    {
        var body = new StateLeaf("virtio", null, type, WireValue.Bytes([1, 2, 3, 4]));
        Assert.Equal(isCarried, Of([body]).Has(Of([body]), new Difference(null, "sb16 0", "virtio/ringsize", "only in the source")));
    }

    private static bool Arrives(StateNode[] sent, StateNode[] sentOn) => Of(sent).Has(Of(sentOn), Irq);

    private static StateLeaf Number(string name, uint value) => new(name, null, "uint32", WireValue.U32(value));

    private static CarriedValues Of(StateNode[] fields, params StateStructure[] parts) => CarriedValues.Of(new(
        null, [], [new(new SectionHeader(SectionKind.Full, 1, "sb16", 0, 1), new StateStructure("sb16", null, "device", "sb16", 1, fields, parts))]));
}
