using Migconf.Streams.Bytes;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads one channel of a migration, item by item. Memory does not grow with the stream.</summary>
public abstract class ChannelReader
{
    private protected ChannelReader(Stream stream, ReaderOptions options)
    {
        Options = options;
        Source = new(stream, options.MostMemory);
        Payload = new(Source);
    }

    /// <summary>The stored bytes of the item that was read last.</summary>
    public Payload Payload { get; }

    /// <summary>Where reading stands, in bytes from the beginning.</summary>
    public long Position => Source.Position;

    /// <summary>Bytes of the whole channel; null in a pipe.</summary>
    public long? Length => Source.Length;

    private protected ByteSource Source { get; }

    private protected ReaderOptions Options { get; }

    /// <summary>The items in order. May be asked for once.</summary>
    /// <exception cref="Failures.StreamException">The stream cannot be read on.</exception>
    public abstract IEnumerable<StreamItem> Items();

    /// <summary>What is left, in pieces.</summary>
    private protected IEnumerable<StreamItem> Trailing(string scope)
    {
        const int Piece = 64 * 1024;
        while (!Source.AtEnd)
        {
            var item = new TrailingBytes(Source.Peek(Piece).Length) { Offset = Source.Position, Scope = scope };
            Payload.Open(item.Count, "trailing");
            yield return item;
            Payload.Close();
        }
    }
}
