using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Migconf.Compatibility.Diagnosis;

/// <summary>A base address of a PCI device that a QEMU refused. It names a byte of the configuration space and the bits that are writable there,
/// which say how large its own region is.</summary>
internal static partial class BaseAddress
{
    private const int First = 0x10;
    private const int HeaderType = 0x0e;
    private const int HeaderLength = 0x40;

    /// <summary>What the words come to; null when they are of another byte.</summary>
    /// <param name="words">Of the QEMU.</param>
    /// <param name="space">The configuration space that was sent.</param>
    internal static string? Explain(string words, ReadOnlySpan<byte> space)
    {
        const int PlainCount = 6, BridgeCount = 2;
        var match = Refused().Match(words);
        if (!match.Success || space.Length < HeaderLength)
        {
            return null;
        }

        var (at, writable) = (Number(match, "at"), Number(match, "wmask"));
        var differing = (Number(match, "read") ^ Number(match, "device")) & ~writable;
        var count = (space[HeaderType] & 0x7f) == 0 ? PlainCount : BridgeCount;
        for (int bar = 0, length; bar < count && First + (4 * bar) <= at; bar += length / 4)
        {
            var sent = space[(First + (4 * bar))..];
            var (isPorts, isWide) = ((sent[0] & 1) != 0, (sent[0] & 7) == 4);
            length = isWide ? 8 : 4;
            var (inside, kind) = (at - First - (4 * bar), isPorts ? 0x3 : 0xf);
            if (inside < length)
            {
                return inside == 0 && (differing & kind) != 0
                    ? $"base address {bar} is of another kind at the destination (ports or memory, 32 or 64 bits, prefetchable)"
                    : $"base address {bar}: the source has its region at 0x{Address(sent[..length], kind):x}, no multiple of the {Size(writable, inside)} bytes of the "
                        + "destination's; regions of different sizes come from another property, machine type or release, and a stream does not say how large one is";
            }
        }

        return null;
    }

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static ulong Address(ReadOnlySpan<byte> bytes, int kind)
    {
        var address = 0UL;
        for (var at = bytes.Length - 1; at >= 0; at--)
        {
            address = (address << 8) | bytes[at];
        }

        return address & ~(ulong)kind;
    }

    /// <summary>The lowest writable bit is the size; where it is in a later byte, the size is that much at least.</summary>
    private static string Size(int writable, int inside) => writable == 0 ? $"0x{1UL << (8 * (inside + 1)):x} or more" : $"0x{1UL << (BitOperations.TrailingZeroCount(writable) + (8 * inside)):x}";

    [GeneratedRegex("Bad config data: i=0x(?<at>[0-9a-f]+) read: (?<read>[0-9a-f]+) device: (?<device>[0-9a-f]+) cmask: [0-9a-f]+ wmask: (?<wmask>[0-9a-f]+)")]
    private static partial Regex Refused();
}
