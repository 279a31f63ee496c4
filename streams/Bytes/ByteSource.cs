using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Migconf.Streams.Failures;

namespace Migconf.Streams.Bytes;

/// <summary>Reads a stream forward through a small window. What is skipped in a file is not read; what is skipped in a
/// pipe is thrown away. Every length is held against what is left before anything is allocated.</summary>
public sealed class ByteSource
{
    private const int SmallestWindow = 64;
    private const int LargestWindow = 256 * 1024;
    private readonly Stream stream;
    private readonly SafeFileHandle? file;
    private readonly long limit;
    private readonly long streamBegin;
    private byte[] window = new byte[SmallestWindow];
    private int start;
    private int filled;
    private int ahead = SmallestWindow;
    private bool ended;

    /// <param name="stream">What is read, from where it stands. It stays open.</param>
    /// <param name="limit">The most bytes that are kept in memory at a time.</param>
    public ByteSource(Stream stream, long limit)
    {
        this.stream = stream;
        this.limit = limit;
        if (stream.CanSeek)
        {
            streamBegin = stream.Position;
            Length = stream.Length - streamBegin;
            End = Length.Value;
            file = (stream as FileStream)?.SafeFileHandle;
        }
    }

    /// <summary>Bytes of the whole stream; null when only its end will tell.</summary>
    public long? Length { get; }

    /// <summary>The next byte to be read, counted from where the stream stood at first.</summary>
    public long Position { get; private set; }

    /// <summary>Where what is being read has to end: the package, or the file.</summary>
    public long End { get; private set; } = long.MaxValue;

    /// <summary>The section that is being read, for messages.</summary>
    public string Section { get; set; } = "";

    /// <summary>Whether nothing follows, in the package or in the stream.</summary>
    public bool AtEnd => Position >= End || Available(1) == 0;

    /// <summary>Whether what is being read ends before the stream does.</summary>
    public bool IsInPart => End < (Length ?? long.MaxValue);

    /// <summary>Begins a part that has to end after so many bytes.</summary>
    /// <returns>The end that was in force, for <see cref="Leave"/>.</returns>
    public long Enter(long length, string path)
    {
        Check(length, path);
        var outer = End;
        End = Position + length;
        return outer;
    }

    /// <summary>Ends a part.</summary>
    public void Leave(long outer) => End = outer;

    /// <summary>A failure at this place.</summary>
    public StreamException Fail(FailureClass failure, string path, string detail, long? offset = null) =>
        new(failure, Section, path, offset ?? Position, detail);

    /// <summary>The next bytes, fewer where the end is near, without going on.</summary>
    /// <param name="count">At most the limit of the source.</param>
    public ReadOnlySpan<byte> Peek(int count)
    {
        var most = (int)Math.Min(count, Math.Max(0, End - Position));
        var there = Math.Min(most, Available(most));
        return window.AsSpan(start, there);
    }

    /// <summary>Bytes from a place on, behind or ahead, without going there; null in a pipe, which does not keep them.</summary>
    /// <param name="from">Counted as <see cref="Position"/> is.</param>
    /// <param name="most">Fewer come where the end is near.</param>
    public byte[]? Look(long from, int most)
    {
        if (!stream.CanSeek)
        {
            return null;
        }

        var bytes = new byte[(int)Math.Clamp(Math.Min(End, Length!.Value) - from, 0, most)];
        var filled = 0;
        while (filled < bytes.Length && ReadAt(bytes.AsSpan(filled), streamBegin + from + filled) is var read and > 0)
        {
            filled += read;
        }

        return bytes[..filled];
    }

    /// <summary>Reads a byte.</summary>
    public byte U8(string path) => Take(1, path)[0];

    /// <summary>Reads two bytes as a number.</summary>
    public ushort U16(string path) => BinaryPrimitives.ReadUInt16BigEndian(Take(2, path));

    /// <summary>Reads four bytes as a number.</summary>
    public uint U32(string path) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, path));

    /// <summary>Reads eight bytes as a number.</summary>
    public ulong U64(string path) => BinaryPrimitives.ReadUInt64BigEndian(Take(8, path));

    /// <summary>Reads a name: its length in one byte, then printable characters, at least one.</summary>
    public string Name(string path)
    {
        var at = Position;
        var text = Encoding.Latin1.GetString(Take(U8(path), path));
        return IsName(text)
            ? text
            : throw Fail(StructureFailures.BadName, path, $"a name of {text.Length} bytes, not all printable", at);
    }

    /// <summary>Reads bytes into a new array.</summary>
    public byte[] Bytes(long count, string path)
    {
        Check(count, path);
        return count <= limit
            ? Take((int)count, path).ToArray()
            : throw Fail(StructureFailures.TooLarge, path, $"{count} bytes, of which {limit} are kept at most");
    }

    /// <summary>Goes on by so many bytes.</summary>
    public void Skip(long count, string path)
    {
        Check(count, path);
        if (count <= filled - start)
        {
            Advance((int)count);
        }
        else if (stream.CanSeek)
        {
            Position += count;
            (start, filled, ahead) = (0, 0, SmallestWindow);
        }
        else
        {
            Drain(count, path, static (_, _) => { }, 0);
        }
    }

    /// <summary>Hands so many bytes on, piece by piece.</summary>
    public void Drain<T>(long count, string path, Action<ReadOnlySpan<byte>, T> take, T state)
    {
        Check(count, path);
        while (count > 0)
        {
            var piece = Peek((int)Math.Min(count, LargestWindow));
            if (piece.IsEmpty)
            {
                throw Cut(path, count);
            }

            take(piece, state);
            count -= piece.Length;
            Advance(piece.Length);
        }
    }

    /// <summary>Whether all of a text is printable, and there is some.</summary>
    internal static bool IsName(string text) => text.Length > 0 && text.All(letter => letter is >= ' ' and <= '~');

    private ReadOnlySpan<byte> Take(int count, string path)
    {
        var bytes = Peek(count);
        if (bytes.Length < count)
        {
            throw Cut(path, count);
        }

        Advance(count);
        return bytes;
    }

    private void Check(long count, string path)
    {
        if (count > End - Position)
        {
            throw Cut(path, count);
        }
    }

    private StreamException Cut(string path, long wanted) => Fail(
        IsInPart && End - Position < wanted ? StructureFailures.PackageBroken : StructureFailures.CutShort,
        path,
        $"{wanted} bytes are due, and {Math.Min(Available((int)Math.Min(wanted, LargestWindow)), End - Position)} are left");

    private void Advance(int count)
    {
        start += count;
        Position += count;
    }

    /// <summary>Fills the window until it holds so many bytes, or the stream ends.</summary>
    private int Available(int count)
    {
        while (filled - start < count && !(ended && !stream.CanSeek))
        {
            if (start > 0)
            {
                window.AsSpan(start, filled - start).CopyTo(window);
                (start, filled) = (0, filled - start);
            }

            var size = Math.Max(ahead, Math.Min(count, Math.Max(2 * filled, LargestWindow)));
            if (window.Length < size)
            {
                Array.Resize(ref window, size);
            }

            ahead = Math.Min(2 * ahead, LargestWindow);
            var read = Read(window.AsSpan(filled, size - filled));
            filled += read;
            if (read == 0)
            {
                ended = true;
                break;
            }
        }

        return filled - start;
    }

    private int Read(Span<byte> into)
    {
        if (!stream.CanSeek)
        {
            return stream.Read(into);
        }

        return ReadAt(into, streamBegin + Position + (filled - start));
    }

    private int ReadAt(Span<byte> into, long at)
    {
        if (file is not null)
        {
            return RandomAccess.Read(file, into, at);
        }

        stream.Position = at;
        return stream.Read(into);
    }
}
