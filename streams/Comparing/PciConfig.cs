namespace Migconf.Streams.Comparing;

/// <summary>Which bits of a PCI configuration space a receiver compares with its own: those that no guest writes, of what tells devices apart.
/// The subsystem's ids and the interrupt pin are not among them. Each was asked of QEMU 10.0 and 11.1. A receiver also refuses an address that is
/// no multiple of the size of its own region. How large a region is, and whether one whose address is all zero is there, no stream tells: an
/// address only says that a region is no larger than the largest power of two that divides it.</summary>
internal static class PciConfig
{
    private const int Status = 0x06;
    private const int HeaderType = 0x0e;
    private const int FirstBar = 0x10;
    private const int FirstCapability = 0x34;
    private const int PlainBars = 6;
    private const int BridgeBars = 2;

    /// <summary>Vendor, device, revision, class, kind of header, and where the capabilities begin.</summary>
    private static readonly int[] Whole = [0x00, 0x01, 0x02, 0x03, 0x08, 0x09, 0x0a, 0x0b, HeaderType, FirstCapability];

    /// <summary>The first byte for which the receiver refuses the space; null when it takes it.</summary>
    /// <param name="source">What is sent.</param>
    /// <param name="destination">What the receiver has.</param>
    internal static int? Refused(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        foreach (var (at, mask) in Compared(destination).OrderBy(one => one.At))
        {
            if (at < source.Length && ((source[at] ^ destination[at]) & mask) != 0)
            {
                return at;
            }
        }

        return null;
    }

    private static List<(int At, byte Mask)> Compared(ReadOnlySpan<byte> own)
    {
        const byte HasCapabilities = 0x10;
        List<(int At, byte Mask)> bytes = [.. Whole.Select(at => (at, (byte)0xff)), (Status, HasCapabilities)];
        Bars(own, bytes);
        bytes.AddRange(PciCapabilities.Compared(own));
        var length = own.Length;
        return [.. bytes.Where(one => one.At < length)];
    }

    /// <summary>Bits that say what a base address is. One that is all zero may not be there, and is left out.</summary>
    private static void Bars(ReadOnlySpan<byte> own, List<(int At, byte Mask)> bytes)
    {
        const byte Ports = 1, KindOfMemory = 6, Wide = 4, PortBits = 3, MemoryBits = 0xf;
        var count = own.Length > HeaderType && (own[HeaderType] & 0x7f) == 0 ? PlainBars : BridgeBars;
        for (var bar = 0; bar < count && FirstBar + (4 * bar) < own.Length; bar++)
        {
            var kind = own[FirstBar + (4 * bar)];
            if ((kind & MemoryBits) != 0)
            {
                bytes.Add((FirstBar + (4 * bar), (kind & Ports) != 0 ? PortBits : MemoryBits));
            }

            bar += (kind & (Ports | KindOfMemory)) == Wide ? 1 : 0;
        }
    }
}
