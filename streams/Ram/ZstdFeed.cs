using System.Runtime.InteropServices;

namespace Migconf.Streams.Ram;

/// <summary>Unpacks a zstd stream that comes in pieces, each of which unpacks to a known number of bytes.</summary>
public sealed class ZstdFeed : IDisposable
{
    /// <summary>Real receivers refuse larger windows too. What a frame claims beyond it costs nothing.</summary>
    private const int LargestWindowLog = 27;
    private const int Piece = 128 * 1024;
    private readonly ZstdLibrary.Stream stream;
    private readonly byte[] packedPiece = GC.AllocateUninitializedArray<byte>(Piece, pinned: true);
    private readonly byte[] unpackedPiece = GC.AllocateUninitializedArray<byte>(Piece, pinned: true);
    private string? broken;

    /// <summary>Begins a stream.</summary>
    /// <exception cref="MissingLibraryException">The machine has no zstd.</exception>
    public ZstdFeed() => stream = ZstdLibrary.OfThisMachine.Begin(LargestWindowLog);

    /// <summary>Unpacks a piece.</summary>
    /// <param name="packed">All of it.</param>
    /// <param name="into">As long as what it unpacks to.</param>
    /// <returns>What is wrong; null when it unpacks to exactly so many bytes. After something was wrong nothing more is unpacked.</returns>
    public string? Unpack(ReadOnlySpan<byte> packed, Span<byte> into) => broken ??= Run(packed, into);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Every turn takes or gives at least a byte, and room for one byte too many shows a piece that is too long.</summary>
    private string? Run(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        var input = new ZstdBuffer { Bytes = Marshal.UnsafeAddrOfPinnedArrayElement(packedPiece, 0) };
        var done = 0;
        for (var isMore = packed.Length > 0; isMore;)
        {
            if (input.Position == input.Size && packed.Length > 0)
            {
                var count = Math.Min(packed.Length, Piece);
                packed[..count].CopyTo(packedPiece);
                packed = packed[count..];
                (input.Size, input.Position) = ((nuint)count, 0);
            }

            var before = input.Position;
            var output = new ZstdBuffer
            {
                Bytes = Marshal.UnsafeAddrOfPinnedArrayElement(unpackedPiece, 0), Size = (nuint)Math.Min(Piece, into.Length - done + 1),
            };
            if (stream.Unpack(ref input, ref output) is { } wrong)
            {
                return wrong;
            }

            var given = (int)output.Position;
            if (given > into.Length - done)
            {
                return "there is more";
            }

            unpackedPiece.AsSpan(0, given).CopyTo(into[done..]);
            done += given;
            isMore = given > 0 || input.Position > before || packed.Length > 0;
            isMore &= output.Position == output.Size || input.Position < input.Size || packed.Length > 0;
        }

        return done == into.Length ? null : $"they end after {done}";
    }
}
