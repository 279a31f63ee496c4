using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>What of a PCI configuration space, and which fields beside those whose type says so, a receiver holds against its own.</summary>
public sealed class PciConfigTests
{
    /// <summary>An endpoint with a base address for ports, one of 64 bits, five capabilities: power, MSI-X, MSI, a port with a slot, a virtio
    /// window; and a serial number.</summary>
    private static byte[] Space()
    {
        var space = new byte[0x200];
        (space[0x51], space[0x60], space[0x61], space[0x70], space[0x71], space[0x73]) = (0x60, 0x05, 0x70, 0x10, 0xa0, 0x01);
        (space[0xa0], space[0xa1], space[0xa2], space[0xa3]) = (0x09, 0xc0, 0x14, 0x05);
        (space[0xc0], space[0xc2], space[0xc3], space[0x100], space[0x102]) = (0x09, 0x10, 0x01, 0x03, 0x01);
        (space[0x00], space[0x01], space[0x06], space[0x10], space[0x14], space[0x34]) = (0xf4, 0x1a, 0x10, 0x01, 0x0c, 0x40);
        (space[0x40], space[0x41], space[0x50], space[0x52]) = (0x01, 0x50, 0x11, 0x03);
        return space;
    }

    [Theory]
    [InlineData(0x00, 0x87)]
    [InlineData(0x06, 0x00)]
    [InlineData(0x08, 0x01)]
    [InlineData(0x0e, 0x80)]
    [InlineData(0x10, 0x00)]
    [InlineData(0x14, 0x04)]
    [InlineData(0x34, 0x50)]
    [InlineData(0x40, 0x05)]
    [InlineData(0x41, 0x00)]
    [InlineData(0x52, 0x04)]
    [InlineData(0x53, 0x01)]
    [InlineData(0x42, 0x01)]
    [InlineData(0x54, 0x08)]
    [InlineData(0x5b, 0x01)]
    [InlineData(0x62, 0x80)]
    [InlineData(0x63, 0x01)]
    [InlineData(0x74, 0x01)]
    [InlineData(0x7c, 0x02)]
    [InlineData(0x86, 0x08)]
    [InlineData(0xa3, 0x04)]
    [InlineData(0xc2, 0x14)]
    [InlineData(0xc9, 0x10)]
    [InlineData(0xcf, 0x01)]
    [InlineData(0x103, 0x14)]
    [InlineData(0x10b, 0x52)]
    public void What_a_device_is_must_be_equal(int at, byte value) => Assert.Equal(at, PciConfig.Refused(With(at, value), Space()));

    [Theory]
    [InlineData(0x04, 0x07)]
    [InlineData(0x07, 0x06)]
    [InlineData(0x11, 0xc0)]
    [InlineData(0x18, 0x0f)]
    [InlineData(0x2c, 0x99)]
    [InlineData(0x2d, 0x99)]
    [InlineData(0x2e, 0x99)]
    [InlineData(0x2f, 0x99)]
    [InlineData(0x3c, 0x0b)]
    [InlineData(0x3d, 0x02)]
    [InlineData(0x53, 0x80)]
    [InlineData(0x62, 0x01)]
    [InlineData(0x64, 0xff)]
    [InlineData(0x78, 0x0f)]
    [InlineData(0x82, 0x01)]
    [InlineData(0xa4, 0x01)]
    [InlineData(0xa8, 0x01)]
    [InlineData(0xd0, 0x01)]
    [InlineData(0x10c, 0x01)]
    public void What_a_guest_sets_and_the_subsystem_need_not_be(int at, byte value) => Assert.Null(PciConfig.Refused(With(at, value), Space()));

    [Fact]
    public void Capabilities_that_lead_back_to_themselves_end()
    {
        var space = With(0x51, 0x40);
        space[0x103] = 0x10;
        Assert.Null(PciConfig.Refused(space, space));
        Assert.Null(PciConfig.Refused([], []));
    }

    [Theory]
    [InlineData("e1000e", "subsys", "MIG-STREAM-053")]
    [InlineData("e1000e", "subsys_ven", "MIG-STREAM-053")]
    [InlineData("e1000e", "ioaddr", null)]
    [InlineData("igb", "subsys", null)]
    public void A_field_that_the_device_itself_checks_is_told_from_others(string description, string field, string? id)
    {
        var difference = Assert.Single(StreamComparison.Compare(Stream(description, field, 1), Stream(description, field, 2)));
        Assert.Equal(id, difference.Failure?.Id);
    }

    private static byte[] With(int at, byte value)
    {
        var space = Space();
        space[at] = value;
        return space;
    }

    private static StreamContents Stream(string description, string field, uint value) => new(null, [],
    [
        new(
            new SectionHeader(SectionKind.Full, 1, description, 0, 1),
            new StateStructure("d", null, "device", description, 1, [new StateLeaf(field, null, "uint16", WireValue.U16(value))], [])),
    ]);
}
