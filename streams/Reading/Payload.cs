using Migconf.Streams.Bytes;

namespace Migconf.Streams.Reading;

/// <summary>The stored bytes of the item that was read last: the contents of a page, for example. They can be fetched
/// until the next item is read, and are passed over if nobody does.</summary>
public sealed class Payload(ByteSource source)
{
    private string path = "";

    /// <summary>Bytes that were not fetched yet.</summary>
    public long Left { get; private set; }

    /// <summary>Writes what is left to a stream.</summary>
    public void CopyTo(Stream output) => Drain(Left, static (bytes, to) => to.Write(bytes), output);

    /// <summary>Fetches the next bytes.</summary>
    /// <param name="into">At most as long as what is left.</param>
    public void Read(Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var piece = source.Peek(into.Length);
            if (piece.IsEmpty)
            {
                source.Skip(into.Length, path);
            }

            piece.CopyTo(into);
            into = into[piece.Length..];
            Left -= piece.Length;
            source.Skip(piece.Length, path);
        }
    }

    /// <summary>Hands the next bytes on, piece by piece.</summary>
    public void Drain<T>(long count, Action<ReadOnlySpan<byte>, T> take, T state)
    {
        Left -= count;
        source.Drain(count, path, take, state);
    }

    /// <summary>Passes over the next bytes.</summary>
    public void Skip(long count)
    {
        Left -= count;
        source.Skip(count, path);
    }

    internal void Open(long length, string field) => (Left, path) = (length, field);

    internal void Close()
    {
        var rest = Left;
        Left = 0;
        source.Skip(rest, path);
    }
}
