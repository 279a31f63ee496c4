using System.Buffers.Binary;

namespace Migconf.Streams.Comparing;

/// <summary>Which bits of the capabilities of a PCI configuration space a receiver compares with its own. It does so with all bits but those that
/// somebody writes; the table names registers that nobody writes, of the kinds whose layout the PCI specifications fix. Each was asked of QEMU.</summary>
internal static class PciCapabilities
{
    private const int First = 0x34;
    private const int FirstExtended = 0x100;
    private const byte Express = 0x10;
    private const byte Vendor = 0x09;

    /// <summary>By kind, from the capability's begin on. MSI: how many vectors, wide addresses, masks. Express: what port, device and link can do.
    /// MSI-X: the number of vectors, and where tables lie.</summary>
    private static readonly Dictionary<byte, (int At, int Length, byte Mask)[]> ReadOnly = new()
    {
        [0x01] = [(2, 2, 0xff)],
        [0x05] = [(2, 1, 0x8e), (3, 1, 0x01)],
        [Vendor] = [(2, 1, 0xff)],
        [0x0d] = [(4, 4, 0xff)],
        [Express] = [(2, 6, 0xff), (12, 4, 0xff)],
        [0x11] = [(2, 1, 0xff), (3, 1, 0x07), (4, 8, 0xff)],
    };

    /// <summary>The bytes that are compared, each with the bits; some may lie beyond the end of the space.</summary>
    internal static IEnumerable<(int At, byte Mask)> Compared(ReadOnlySpan<byte> own) => [.. Plain(own), .. Extended(own)];

    private static List<(int At, byte Mask)> Plain(ReadOnlySpan<byte> own)
    {
        const int Smallest = 4;
        var (bytes, seen) = (new List<(int, byte)>(), new HashSet<int>());
        for (var at = own.Length > First ? own[First] & ~3 : 0; at != 0 && at + Smallest <= own.Length && seen.Add(at); at = own[at + 1] & ~3)
        {
            var kind = own[at];
            (int At, int Length, byte Mask)[] registers =
                [(0, 2, 0xff), .. ReadOnly.GetValueOrDefault(kind, []), .. kind == Vendor ? OfVirtio(own, at) : kind == Express ? OfSlot(own, at) : []];
            foreach (var (from, length, mask) in registers)
            {
                bytes.AddRange(Enumerable.Range(at + from, length).Select(one => (one, mask)));
            }
        }

        return bytes;
    }

    /// <summary>Where a virtio device's registers lie: bar, offset, length; the window through which they are reached is the guest's.</summary>
    private static (int At, int Length, byte Mask)[] OfVirtio(ReadOnlySpan<byte> own, int at)
    {
        const ushort Virtio = 0x1af4;
        const byte Window = 5;
        return BinaryPrimitives.ReadUInt16LittleEndian(own) != Virtio ? []
            : own[at + 3] == Window ? [(3, 1, 0xff), (5, 3, 0xff)]
            : [(3, Math.Max(0, own[at + 2] - 3), 0xff)];
    }

    /// <summary>What the slot of a port can do, and its number.</summary>
    private static (int At, int Length, byte Mask)[] OfSlot(ReadOnlySpan<byte> own, int at)
    {
        const byte HasSlot = 0x01;
        return (own[at + 3] & HasSlot) != 0 ? [(20, 4, 0xff)] : [];
    }

    /// <summary>Kinds, versions and order of the extended capabilities, and serial numbers, which hold the MAC address of network cards.</summary>
    private static List<(int At, byte Mask)> Extended(ReadOnlySpan<byte> own)
    {
        const int HeaderLength = 4, LengthOfSerial = 12;
        const ushort Serial = 3;
        var (bytes, seen) = (new List<(int, byte)>(), new HashSet<int>());
        for (int at = FirstExtended, next; at >= FirstExtended && at + HeaderLength <= own.Length && seen.Add(at); at = next)
        {
            var header = BinaryPrimitives.ReadUInt32LittleEndian(own[at..]);
            next = (int)(header >> 20) & ~3;
            var length = header == 0 ? 0 : (ushort)header == Serial ? LengthOfSerial : HeaderLength;
            bytes.AddRange(Enumerable.Range(at, length).Select(one => (one, (byte)0xff)));
        }

        return bytes;
    }
}
