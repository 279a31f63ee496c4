using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Migconf.Streams.Bytes;

/// <summary>How a value is laid out.</summary>
public enum WireForm
{
    /// <summary>An unsigned number, big-endian.</summary>
    Number,

    /// <summary>A signed number, big-endian.</summary>
    SignedNumber,

    /// <summary>One byte for the length, then so many bytes of text.</summary>
    Text,

    /// <summary>Bytes as they are.</summary>
    Raw,

    /// <summary>Bytes that stay where the stream is read from; only their number is known.</summary>
    Stored,
}

/// <summary>A value as it stands in a stream: enough to write the same bytes again, and to show it.</summary>
public readonly record struct WireValue
{
    private readonly ulong number;
    private readonly object? content;

    private WireValue(WireForm form, long length, ulong number, object? content) =>
        (Form, Length, this.number, this.content) = (form, length, number, content);

    /// <summary>How it is laid out.</summary>
    public WireForm Form { get; }

    /// <summary>Bytes on the wire.</summary>
    public long Length { get; }

    /// <summary>The number, or 0 for what is none. A negative number in two's complement of 64 bits.</summary>
    public ulong Number => number;

    /// <summary>The text, one character for each byte; empty for what is none.</summary>
    public string Text => content as string ?? "";

    /// <summary>The raw bytes; empty for what is none.</summary>
    public ReadOnlyMemory<byte> Raw => content is byte[] bytes ? bytes : default;

    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public static WireValue OfNumber(ulong value, int width) => new(WireForm.Number, width, value, null);

    /// <summary>A signed number of 1, 2, 4 or 8 bytes.</summary>
    public static WireValue OfSigned(long value, int width) => new(WireForm.SignedNumber, width, (ulong)value, null);

    /// <summary>A byte.</summary>
    public static WireValue U8(uint value) => OfNumber(value, 1);

    /// <summary>Two bytes.</summary>
    public static WireValue U16(uint value) => OfNumber(value, 2);

    /// <summary>Four bytes.</summary>
    public static WireValue U32(uint value) => OfNumber(value, 4);

    /// <summary>Eight bytes.</summary>
    public static WireValue U64(ulong value) => OfNumber(value, 8);

    /// <summary>Text of at most 255 characters, each of them one byte.</summary>
    public static WireValue Named(string text) => new(WireForm.Text, text.Length + 1, 0, text);

    /// <summary>Bytes as they are. The array is kept, not copied.</summary>
    public static WireValue Bytes(byte[] bytes) => new(WireForm.Raw, bytes.Length, 0, bytes);

    /// <summary>Text without a length.</summary>
    public static WireValue Plain(string text) => Bytes(Encoding.Latin1.GetBytes(text));

    /// <summary>Bytes that stay where they are.</summary>
    public static WireValue Stored(long length) => new(WireForm.Stored, length, 0, null);

    /// <summary>The bytes on the wire.</summary>
    /// <exception cref="InvalidOperationException">The bytes are stored elsewhere.</exception>
    public void WriteTo(Stream output)
    {
        switch (Form)
        {
            case WireForm.Number or WireForm.SignedNumber:
                Span<byte> bytes = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
                output.Write(bytes[(8 - (int)Length)..]);
                break;
            case WireForm.Text:
                output.WriteByte((byte)Text.Length);
                output.Write(Encoding.Latin1.GetBytes(Text));
                break;
            case WireForm.Raw:
                output.Write(Raw.Span);
                break;
            default:
                throw new InvalidOperationException("stored bytes are copied, not written");
        }
    }

    /// <summary>For people: numbers in hexadecimal of their width, bytes as pairs of digits.</summary>
    public override string ToString() => Form switch
    {
        WireForm.Number => Hexadecimal,
        WireForm.SignedNumber => (long)number < 0 ? $"{Hexadecimal} ({(long)number})" : Hexadecimal,
        WireForm.Text => Text,
        WireForm.Raw => Dump(Raw.Span),
        _ => $"{Length} bytes",
    };

    private string Hexadecimal
    {
        get
        {
            var shown = Length == 8 ? number : number & ((1UL << (8 * (int)Length)) - 1);
            return "0x" + shown.ToString($"x{2 * Length}", CultureInfo.InvariantCulture);
        }
    }

    private static string Dump(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return "";
        }

        return string.Create((bytes.Length * 3) - 1, bytes, static (text, from) =>
        {
            text.Fill(' ');
            for (var index = 0; index < from.Length; index++)
            {
                Convert.TryToHexStringLower(from.Slice(index, 1), text[(3 * index)..], out _);
            }
        });
    }
}
