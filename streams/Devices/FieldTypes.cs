using Migconf.Streams.Bytes;

namespace Migconf.Streams.Devices;

/// <summary>What the types of fields mean on the wire. Facts: wire-format, section 4.</summary>
public static class FieldTypes
{
    /// <summary>The bytes of the widest number.</summary>
    public const int Widest = 8;

    /// <summary>A number of a type; null for what is none, or has not its type's width.</summary>
    public static WireValue? Number(string type, ReadOnlySpan<byte> bytes) => Kind(type) switch
    {
        (var width, var isSigned) when width == bytes.Length && width > 0 => isSigned ? WireValue.OfSigned(Signed(bytes), width) : WireValue.OfNumber(Unsigned(bytes), width),
        _ => null,
    };

    /// <summary>Whether the receiver refuses any other value than its own.</summary>
    public static bool MustBeEqual(string type) => type.EndsWith(" equal", StringComparison.Ordinal);

    /// <summary>Width in bytes and whether negative numbers occur; 0 for what is no number.</summary>
    private static (int Width, bool IsSigned) Kind(string type) => type switch
    {
        "bool" or "uint8" or "uint8 equal" => (1, false),
        "uint16" or "uint16 equal" => (2, false),
        "uint32" or "uint32 equal" => (4, false),
        "uint64" or "uint64 equal" or "CPU_Double_U" => (8, false),
        "int8" => (1, true),
        "int16" => (2, true),
        "int32" or "int32 equal" or "int32 le" => (4, true),
        "int64" or "int64 equal" or "timer" => (8, true),
        _ => (0, false),
    };

    private static ulong Unsigned(ReadOnlySpan<byte> bytes)
    {
        var sum = 0UL;
        foreach (var one in bytes)
        {
            sum = (sum << 8) | one;
        }

        return sum;
    }

    private static long Signed(ReadOnlySpan<byte> bytes)
    {
        var unused = 64 - (8 * bytes.Length);
        return (long)(Unsigned(bytes) << unused) >> unused;
    }
}
