using System.Text;
using Migconf.Streams.Bytes;

namespace Migconf.Streams.Items;

/// <summary>How the data of a multifd packet is packed, by its bits in the packet's flags.</summary>
public enum Packing
{
    /// <summary>Pages as they are.</summary>
    None = 0,

    /// <summary>One zlib stream a channel, flushed after each packet.</summary>
    Zlib = 0x2,

    /// <summary>One zstd stream a channel, flushed after each packet.</summary>
    Zstd = 0x4,

    /// <summary>Lengths, then pages packed one by one.</summary>
    Qpl = 0x8,

    /// <summary>As QPL.</summary>
    Uadk = 0x10,

    /// <summary>One block.</summary>
    QatZip = 0x20,
}

/// <summary>The first packet of a multifd channel. Facts: wire-format, section 2.5.</summary>
/// <param name="Version">1.</param>
/// <param name="Uuid">Of the source's machine.</param>
/// <param name="Channel">Its number, from 0 on.</param>
/// <param name="Unused">39 bytes, usually zero.</param>
public sealed record MultifdHello(uint Version, Guid Uuid, byte Channel, byte[] Unused) : StreamItem
{
    /// <summary>What every multifd packet begins with.</summary>
    public const uint Magic = 0x11223344;

    /// <inheritdoc/>
    public override string Summary => $"multifd channel {Channel}";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
    [
        U32("magic", Magic), U32("version", Version), Raw("uuid", Uuid.ToByteArray(bigEndian: true)), U8("id", Channel), Raw("unused", Unused),
    ];
}

/// <summary>A packet of pages. Facts: wire-format, section 2.5.</summary>
/// <param name="Flags">SYNC, and how the data is packed.</param>
/// <param name="Normal">Pages in the data.</param>
/// <param name="Zero">Pages of zeros that are only named; always 0 before 9.0.</param>
/// <param name="Size">Bytes that follow, as the packet says; old releases leave a stale number in a SYNC packet.</param>
/// <param name="Offsets">One for each page that fits; those in use first: normal ones, then zero ones.</param>
/// <param name="Data">Bytes that really follow.</param>
public sealed record MultifdPacket(uint Flags, uint Normal, uint Zero, uint Size, IReadOnlyList<ulong> Offsets, long Data) : StreamItem
{
    /// <summary>The flag of a packet that closes a round.</summary>
    public const uint Sync = 0x1;

    /// <summary>The flag of a packet with a device's state.</summary>
    public const uint DeviceState = 0x40;

    /// <summary>Bytes of the field for the block's name.</summary>
    public const int NameLength = 256;

    /// <summary>Bytes of a packet without offsets.</summary>
    public const int Fixed = 64 + NameLength;

    /// <summary>Bytes of pages that fit in a packet.</summary>
    public const int MostBytes = 512 * 1024;

    /// <summary>Pages that fit, as the packet says.</summary>
    public uint Allocated { get; init; }

    /// <summary>Its number among the packets of all channels.</summary>
    public ulong Number { get; init; }

    /// <summary>28 bytes, usually zero.</summary>
    public byte[] Reserved { get; init; } = [];

    /// <summary>The field for the block's name: what stands behind the first zero is stale.</summary>
    public byte[] BlockField { get; init; } = [];

    /// <summary>The block.</summary>
    public string Block => Encoding.Latin1.GetString(BlockField.AsSpan(0, Math.Max(0, BlockField.AsSpan().IndexOf((byte)0))));

    /// <summary>How the data is packed.</summary>
    public Packing Packing => (Packing)(Flags & 0x3e);

    /// <inheritdoc/>
    public override string Summary => $"packet {Number}: {Normal} pages, {Zero} zero pages"
        + (Normal + Zero > 0 ? $" of {Block}" : "") + (Packing == Packing.None ? "" : $", {Packing} {Data} bytes")
        + ((Flags & Sync) == 0 ? "" : ", sync");

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
    [
        U32("magic", MultifdHello.Magic), U32("version", 1), U32("flags", Flags), U32("pages_alloc", Allocated), U32("normal_pages", Normal),
        U32("next_packet_size", Size), U64("packet_num", Number), U32("zero_pages", Zero), Raw("reserved", Reserved),
        Raw("block", BlockField), .. Offsets.Select((offset, index) => new ItemField($"offset/{index}", "be64", WireValue.U64(offset))),
        Stored("data", Packing == Packing.None ? "pages" : "packed", Data),
    ];
}

/// <summary>A packet with a device's state (10.0 and later). Facts: wire-format, section 2.5.</summary>
/// <param name="Flags">With the flag of a device's state.</param>
/// <param name="NameField">The device's name, padded to 256 bytes.</param>
/// <param name="Instance">Which of several of that name.</param>
/// <param name="Size">Bytes of the state.</param>
public sealed record MultifdDeviceState(uint Flags, byte[] NameField, uint Instance, uint Size) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"state of a device, {Size} bytes";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
    [
        U32("magic", MultifdHello.Magic), U32("version", 1), U32("flags", Flags), Raw("idstr", NameField), U32("instance", Instance),
        U32("next_packet_size", Size), Stored("data", "state", Size),
    ];
}
