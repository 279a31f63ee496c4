using System.IO.Compression;

namespace Migconf.Streams.Ram;

/// <summary>Unpacks a zlib stream that comes in pieces, each of which unpacks to a known number of bytes.</summary>
public sealed class ZlibFeed : IDisposable
{
    private readonly Pieces pieces = new();
    private readonly ZLibStream unpacking;

    /// <summary>Begins a stream.</summary>
    public ZlibFeed() => unpacking = new(pieces, CompressionMode.Decompress);

    /// <summary>Unpacks a piece.</summary>
    /// <param name="packed">All of it.</param>
    /// <param name="into">As long as what it unpacks to.</param>
    /// <returns>Whether it unpacks to exactly so many bytes, or to more of which these are the first.</returns>
    public bool Unpack(ReadOnlyMemory<byte> packed, Span<byte> into)
    {
        pieces.Add(packed);
        try
        {
            return unpacking.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        unpacking.Dispose();
        pieces.Dispose();
    }

    private sealed class Pieces : Stream
    {
        private ReadOnlyMemory<byte> left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        internal void Add(ReadOnlyMemory<byte> piece) => left = left.IsEmpty ? piece : (byte[])[.. left.Span, .. piece.Span];

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, left.Length);
            left.Span[..count].CopyTo(buffer);
            left = left[count..];
            return count;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
