using System.Buffers.Binary;
using System.Globalization;
using Migconf.Compatibility.Diagnosis;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>What the words of a QEMU that refused a byte of a PCI configuration space say of its base addresses.</summary>
public sealed class BaseAddressTests
{
    /// <summary>Ports at 0xc020, memory of 64 bits at 0x1_0008_0000, memory of 32 bits at 0xfe80_0000.</summary>
    private static byte[] Space(byte kind)
    {
        var space = new byte[256];
        space[0x0e] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(space.AsSpan(0x10), 0xc021);
        BinaryPrimitives.WriteUInt64LittleEndian(space.AsSpan(0x14), 0x1_0008_000c);
        BinaryPrimitives.WriteUInt32LittleEndian(space.AsSpan(0x1c), 0xfe80_0000);
        return space;
    }

    [Theory]
    [InlineData("i=0x10 read: 21 device: 1 cmask: ff wmask: c0", "base address 0: the source has its region at 0xc020, no multiple of the 0x40 bytes")]
    [InlineData("i=0x16 read: 8 device: 0 cmask: ff wmask: f0", "base address 1: the source has its region at 0x100080000, no multiple of the 0x100000 bytes")]
    [InlineData("i=0x16 read: 8 device: 0 cmask: ff wmask: 0", "base address 1: the source has its region at 0x100080000, no multiple of the 0x1000000 or more bytes")]
    [InlineData("i=0x18 read: 1 device: 0 cmask: ff wmask: fe", "base address 1: the source has its region at 0x100080000, no multiple of the 0x200000000 bytes")]
    [InlineData("i=0x1e read: 80 device: 0 cmask: ff wmask: 0", "base address 3: the source has its region at 0xfe800000, no multiple of the 0x1000000 or more bytes")]
    [InlineData("i=0x10 read: 1 device: 0 cmask: ff wmask: 0", "base address 0 is of another kind")]
    public void A_region_is_named_with_the_address_and_the_size(string words, string reason) =>
        Assert.StartsWith(reason, BaseAddress.Explain(Words(words), Space(0)), StringComparison.Ordinal);

    [Theory]
    [InlineData("i=0x2 read: 21 device: 1 cmask: ff wmask: 0", 0)]
    [InlineData("i=0x34 read: 21 device: 1 cmask: ff wmask: 0", 0)]
    [InlineData("i=0x1c read: 21 device: 1 cmask: ff wmask: 0", 1)]
    [InlineData("nothing", 0)]
    public void Other_bytes_are_no_base_address(string words, byte kind) => Assert.Null(BaseAddress.Explain(Words(words), Space(kind)));

    [Fact]
    public void A_space_that_is_cut_short_says_nothing() => Assert.Null(BaseAddress.Explain(Words("i=0x10 read: 21 device: 1 cmask: ff wmask: c0"), Space(0).AsSpan(0, 0x20)));

    private static string Words(string words) => string.Create(CultureInfo.InvariantCulture, $"get_pci_config_device: Bad config data: {words} w1cmask:0 | Failed to load PCIDevice:config");
}
