using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads a multifd channel. Facts: wire-format, section 2.5.</summary>
/// <param name="stream">The channel, from its first byte on.</param>
/// <param name="options">A description in it tells the size of a page.</param>
public sealed class MultifdReader(Stream stream, ReaderOptions options) : ChannelReader(stream, options)
{
    private const int HelloRest = 39;
    private const int UuidLength = 16;
    private const int ReservedLength = 28;
    private readonly int pageSize = options.Description?.PageSize ?? VmDescription.UsualPageSize;

    /// <inheritdoc/>
    public override IEnumerable<StreamItem> Items()
    {
        if (Source.U32("magic") != MultifdHello.Magic)
        {
            throw Source.Fail(ChannelFailures.UnknownChannel, "magic", "no multifd packet begins so", 0);
        }

        var (version, uuid) = (Version(), new Guid(Source.Bytes(UuidLength, "uuid"), bigEndian: true));
        yield return new MultifdHello(version, uuid, Source.U8("id"), Source.Bytes(HelloRest, "unused")) { Scope = "hello" };
        for (var index = 0; !Source.AtEnd; index++)
        {
            Source.Section = $"packet {index}";
            var (item, data) = Packet(Source.Section);
            Payload.Open(data, "data");
            yield return item;
            Payload.Close();
        }
    }

    private uint Version()
    {
        var version = Source.U32("version");
        return version == 1 ? version : throw Source.Fail(ChannelFailures.PacketBroken, "version", $"version {version}", Source.Position - 4);
    }

    private (StreamItem Item, long Data) Packet(string scope)
    {
        var at = Source.Position;
        if (Source.U32("magic") != MultifdHello.Magic)
        {
            throw Source.Fail(ChannelFailures.PacketBroken, "magic", "no packet begins so", at);
        }

        _ = Version();
        var flags = Source.U32("flags");
        if ((flags & MultifdPacket.DeviceState) != 0)
        {
            var state = new MultifdDeviceState(flags, Source.Bytes(MultifdPacket.NameLength, "idstr"), Source.U32("instance"), Source.U32("next_packet_size"))
            {
                Offset = at,
                Scope = scope,
            };
            return (flags & MultifdPacket.Sync) == 0
                ? (state, state.Size)
                : throw Source.Fail(ChannelFailures.PacketBroken, "flags", "a device's state with SYNC", at);
        }

        var packet = Pages(flags) with { Offset = at, Scope = scope };
        return (packet, packet.Data);
    }

    private MultifdPacket Pages(uint flags)
    {
        var (allocated, normal, size, number, zero) = (
            Source.U32("pages_alloc"), Source.U32("normal_pages"), Source.U32("next_packet_size"), Source.U64("packet_num"), Source.U32("zero_pages"));
        var most = MultifdPacket.MostBytes / pageSize;
        var packing = flags & ~MultifdPacket.Sync;
        if (!Enum.IsDefined((Packing)packing) || allocated > most || (ulong)normal + zero > (ulong)most)
        {
            throw Source.Fail(
                ChannelFailures.PacketBroken, "pages", $"flags 0x{flags:x}, {normal} pages and {zero} zero pages, of {most} at most");
        }

        var (reserved, block) = (Source.Bytes(ReservedLength, "reserved"), Source.Bytes(MultifdPacket.NameLength, "block"));
        var offsets = new ulong[most];
        for (var index = 0; index < most; index++)
        {
            offsets[index] = Source.U64("offset");
        }

        // Sizes of uncompressed data come from the page count: 5.2 and 7.2 leave a stale size in SYNC packets.
        var data = packing == 0 ? (long)normal * pageSize : size;
        return new(flags, normal, zero, size, offsets, data)
        {
            Allocated = allocated, Number = number, Reserved = reserved, BlockField = block,
        };
    }
}
