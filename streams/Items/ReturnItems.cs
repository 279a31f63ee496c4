namespace Migconf.Streams.Items;

/// <summary>Messages of the return path, by their number on the wire. Facts: wire-format, section 3.</summary>
public enum ReturnKind
{
    /// <summary>The end: 0 for success, 1 for failure.</summary>
    Shut = 1,

    /// <summary>Answers a PING.</summary>
    Pong = 2,

    /// <summary>A page fault in a named block.</summary>
    RequestPagesOf = 3,

    /// <summary>A page fault in the block of the request before.</summary>
    RequestPages = 4,

    /// <summary>Which pages have arrived.</summary>
    ReceivedBitmap = 5,

    /// <summary>Postcopy goes on.</summary>
    ResumeAck = 6,

    /// <summary>All devices are ready for the switch.</summary>
    SwitchoverAck = 7,
}

/// <summary>A message from the destination.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Size">Bytes of its payload.</param>
public sealed record ReturnMessage(ReturnKind Kind, ushort Size) : StreamItem
{
    /// <summary>With SHUT, PONG and RESUME_ACK.</summary>
    public uint Value { get; init; }

    /// <summary>With a request: the address in the block.</summary>
    public ulong Address { get; init; }

    /// <summary>With a request: bytes.</summary>
    public uint Count { get; init; }

    /// <summary>With a request or bitmap that names it: the block.</summary>
    public string Block { get; init; } = "";

    /// <summary>Name as QEMU's own lists have it.</summary>
    public string Name => Kind switch
    {
        ReturnKind.Shut => "SHUT",
        ReturnKind.Pong => "PONG",
        ReturnKind.RequestPagesOf => "REQ_PAGES_ID",
        ReturnKind.RequestPages => "REQ_PAGES",
        ReturnKind.ReceivedBitmap => "RECV_BITMAP",
        ReturnKind.ResumeAck => "RESUME_ACK",
        _ => "SWITCHOVER_ACK",
    };

    /// <inheritdoc/>
    public override string Summary => Kind switch
    {
        ReturnKind.Shut or ReturnKind.Pong or ReturnKind.ResumeAck => $"{Name} {Value}",
        ReturnKind.RequestPagesOf => $"{Name} {Block} 0x{Address:x} +0x{Count:x}",
        ReturnKind.RequestPages => $"{Name} 0x{Address:x} +0x{Count:x}",
        ReturnKind.ReceivedBitmap => $"{Name} {Block}",
        _ => Name,
    };

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U16("type", (uint)Kind), U16("len", Size), .. Payload];

    private IEnumerable<ItemField> Payload => Kind switch
    {
        ReturnKind.RequestPagesOf => [U64("offset", Address), U32("length", Count), Named("block", Block)],
        ReturnKind.RequestPages => [U64("offset", Address), U32("length", Count)],
        ReturnKind.ReceivedBitmap => [Named("block", Block)],
        ReturnKind.SwitchoverAck => [],
        _ => [U32("value", Value)],
    };
}

/// <summary>The bitmap after a message that announces it: one bit a page, little-endian.</summary>
public sealed record ArrivedPages(ulong Size) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"bitmap of {Size} bytes";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U64("size", Size), Stored("bitmap", "bitmap", (long)Size)];
}

/// <summary>What closes a bitmap.</summary>
public sealed record ArrivedPagesEnd : StreamItem
{
    /// <summary>The number that closes it.</summary>
    public const ulong Mark = 0x0123456789abcdef;

    /// <inheritdoc/>
    public override string Summary => "end of bitmap";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U64("end", Mark)];
}
