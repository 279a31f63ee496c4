namespace Migconf.Devices.Descriptions;

/// <summary>What a field is on the wire. Everything is big-endian, without alignment or padding; neither name, type,
/// count nor length is sent (facts: wire-format, section 4).</summary>
public abstract record Shape;

/// <summary>What a receiver demands of a number against the value it has itself.</summary>
public enum Guard
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The same value ("int32 equal"): else the load fails.</summary>
    Equal,

    /// <summary>From 0 to its own value ("int32 le"): else the load fails.</summary>
    AtMost,
}

/// <summary>A number of 1, 2, 4 or 8 bytes. A bool is one byte, and any byte but 0 reads as true.</summary>
public sealed record Scalar(int Width, bool IsSigned = false, bool IsBool = false) : Shape
{
    public static readonly Scalar Byte = new(1);

    public Guard Guard { get; init; }

    /// <summary>The smallest value it can hold.</summary>
    public Int128 Lowest => IsSigned ? -(Int128.One << ((8 * Width) - 1)) : 0;

    /// <summary>The largest value it can hold.</summary>
    public Int128 Highest => IsBool ? 1 : (Int128.One << ((8 * Width) - (IsSigned ? 1 : 0))) - 1;

    /// <summary>The value of bytes, most significant first; as many as <see cref="Width"/>.</summary>
    public Int128 Read(ReadOnlySpan<byte> bytes)
    {
        ulong bits = 0;
        foreach (var one in bytes)
        {
            bits = (bits << 8) | one;
        }

        if (IsBool)
        {
            return bits == 0 ? 0 : 1;
        }

        return IsSigned && (bits >> ((8 * Width) - 1)) == 1 ? (Int128)bits - (Int128.One << (8 * Width)) : bits;
    }

    /// <summary>Byte <paramref name="index"/> of a value, counted from the most significant one.</summary>
    public byte ByteOf(Int128 value, int index) => (byte)((value >> (8 * (Width - 1 - index))) & 0xff);

    /// <summary>As a history file names it.</summary>
    public string Notation => IsBool ? "bool" : $"{(IsSigned ? "i" : "u")}{8 * Width}";

    public override string ToString() => (IsBool ? "bool" : $"{(IsSigned ? "" : "u")}int{8 * Width}") + Guard switch
    {
        Guard.Equal => " equal",
        Guard.AtMost => " le",
        _ => "",
    };
}

/// <summary>As many elements as the description says, one after the other. A buffer is an array of bytes.</summary>
public sealed record FixedArray(Shape Element, int Count) : Shape
{
    public override string ToString() => Element is Scalar { Width: 1, IsSigned: false, IsBool: false } ? $"buffer[{Count}]" : $"{Element}[{Count}]";
}

/// <summary>As many elements as an earlier member of the same struct says (VARRAY, VBUFFER). Nothing checks the count
/// against the memory there is: more than <paramref name="Capacity"/> overrun it. A negative count is none.</summary>
public sealed record VariableArray(Shape Element, string CountedBy, int Capacity) : Shape
{
    public override string ToString() => $"{Element}[{CountedBy}, up to {Capacity}]";
}

/// <summary>A struct, in place or behind a pointer that is never null: the same bytes. It brings no version: the receiver
/// loads it as its own newest, and a version raised or a field added changes every parent.</summary>
public sealed record Nested(StructDescription Type) : Shape
{
    public override string ToString() => $"struct {Type.Name}";
}

/// <summary>Pointers to structs, some null. Without marks a null is the byte 0x30 and another element comes bare, so that
/// both sides must have the same ones; with marks each element begins with 0x30 (null) or 0x31, and the receiver makes
/// what comes.</summary>
/// <param name="Present">Which elements a machine has; with marks, which it may have.</param>
public sealed record PointerArray(StructDescription Type, IReadOnlyList<bool> Present, bool IsMarked) : Shape
{
    public override string ToString() => $"{(IsMarked ? "marked " : "")}pointers to {Type.Name}[{string.Concat(Present.Select(one => one ? '1' : '0'))}]";
}

/// <summary>A list of structs: 1 before each, 0 after the last. Elements load as the version of the field, whatever the
/// version of the struct.</summary>
/// <param name="Longest">So many elements a guest can bring about.</param>
public sealed record LinkedList(StructDescription Type, int Longest) : Shape
{
    public override string ToString() => $"list of {Type.Name}";
}

/// <summary>Bytes that nobody reads: zeroes when sent.</summary>
public sealed record Unused(int Size) : Shape
{
    public override string ToString() => $"unused[{Size}]";
}

/// <summary>Nothing on the wire; the load fails unless the condition holds of what has been loaded before.</summary>
public sealed record Validated(Condition Holds) : Shape
{
    public override string ToString() => $"validate {Holds}";
}
