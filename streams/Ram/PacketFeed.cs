using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Ram;

/// <summary>Gets the pages out of the packets of one multifd channel. Packed data of a channel is one stream: packets are taken in
/// their order, and none is left out. Facts: wire-format, section 2.5.</summary>
public sealed class PacketFeed : IDisposable
{
    /// <summary>Packed data is hardly longer than what it unpacks to.</summary>
    private const int MostPacked = 2 * MultifdPacket.MostBytes;
    private ZlibFeed? zlib;
    private ZstdFeed? zstd;

    /// <summary>Whether packets that are packed so can be unpacked.</summary>
    public static bool Takes(Packing packing) => packing is Packing.None or Packing.Zlib or Packing.Zstd;

    /// <summary>Gets the pages of a packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="payload">At its data.</param>
    /// <param name="pages">As long as its normal pages.</param>
    /// <returns>What is wrong with its data; null when nothing is.</returns>
    /// <exception cref="MissingLibraryException">The data is packed with zstd, and the machine has none.</exception>
    public string? Unpack(MultifdPacket packet, Payload payload, Span<byte> pages)
    {
        if (packet.Packing == Packing.None)
        {
            payload.Read(pages);
            return null;
        }

        if (!Takes(packet.Packing))
        {
            return $"{packet.Data} bytes packed with {packet.Packing} cannot be unpacked; none, zlib and zstd can";
        }

        if (packet.Data > MostPacked)
        {
            return $"{packet.Data} bytes packed with {packet.Packing}, for {pages.Length}";
        }

        var packed = new byte[packet.Data];
        payload.Read(packed);
        var wrong = packet.Packing == Packing.Zlib ? Inflate(packed, pages) : (zstd ??= new()).Unpack(packed, pages);
        return wrong is null ? null : $"{packet.Data} bytes packed with {packet.Packing} do not unpack to {pages.Length}: {wrong}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        zlib?.Dispose();
        zstd?.Dispose();
    }

    private string? Inflate(byte[] packed, Span<byte> pages) => (zlib ??= new()).Unpack(packed, pages) ? null : "they are damaged or too short";
}
