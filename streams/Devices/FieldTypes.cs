using Migconf.Streams.Bytes;

namespace Migconf.Streams.Devices;

/// <summary>What the types of fields mean on the wire. Facts: wire-format, section 4.</summary>
public static class FieldTypes
{
    /// <summary>A value of a type; bytes for what is no number, or has not its type's width.</summary>
    public static WireValue Read(string type, byte[] bytes) => Kind(type) switch
    {
        (var width, var isSigned) when width == bytes.Length => isSigned ? WireValue.OfSigned(Signed(bytes), width) : WireValue.OfNumber(Unsigned(bytes), width),
        _ => WireValue.Bytes(bytes),
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

    private static ulong Unsigned(byte[] bytes) => bytes.Aggregate(0UL, (sum, one) => (sum << 8) | one);

    private static long Signed(byte[] bytes)
    {
        var unused = 64 - (8 * bytes.Length);
        return (long)(Unsigned(bytes) << unused) >> unused;
    }
}
