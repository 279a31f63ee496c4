namespace Migconf.Streams.Items;

/// <summary>The commands, by their number on the wire. Facts: wire-format, section 1.</summary>
public enum CommandKind
{
    /// <summary>Asks for a return path.</summary>
    OpenReturnPath = 1,

    /// <summary>Is answered by a PONG with the same value.</summary>
    Ping = 2,

    /// <summary>Says that postcopy may follow.</summary>
    PostcopyAdvise = 3,

    /// <summary>Opens the destination for page requests.</summary>
    PostcopyListen = 4,

    /// <summary>Starts the guest on the destination.</summary>
    PostcopyRun = 5,

    /// <summary>Ranges whose pages are stale.</summary>
    PostcopyRamDiscard = 6,

    /// <summary>Elements that are loaded as one.</summary>
    Packaged = 7,

    /// <summary>COLO; gone in 11.1.</summary>
    EnableColo = 8,

    /// <summary>Goes on after a broken connection.</summary>
    PostcopyResume = 9,

    /// <summary>Asks which pages of a block have arrived.</summary>
    RecvBitmap = 10,

    /// <summary>The source's guest is stopped (10.0 and later).</summary>
    SwitchoverStart = 11,
}

/// <summary>A range of a RAM block, in bytes.</summary>
public readonly record struct RamRange(ulong Start, ulong Length);

/// <summary>A command to the destination.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Size">Bytes of its payload.</param>
public sealed record StreamCommand(CommandKind Kind, ushort Size) : StreamItem
{
    /// <summary>The byte it begins with.</summary>
    public const byte Mark = 8;

    /// <summary>The value of a PING, the length of a package.</summary>
    public uint Value { get; init; }

    /// <summary>With ADVISE: all RAM page sizes, or-ed together; 0 when only dirty bitmaps are copied late.</summary>
    public ulong PageSizes { get; init; }

    /// <summary>With ADVISE: the size of a target page.</summary>
    public ulong TargetPage { get; init; }

    /// <summary>With RAM_DISCARD and RECV_BITMAP: the block.</summary>
    public string Block { get; init; } = "";

    /// <summary>With RAM_DISCARD: what is stale.</summary>
    public IReadOnlyList<RamRange> Ranges { get; init; } = [];

    /// <summary>Name as QEMU's own lists have it.</summary>
    public string Name => Kind switch
    {
        CommandKind.OpenReturnPath => "OPEN_RETURN_PATH",
        CommandKind.Ping => "PING",
        CommandKind.PostcopyAdvise => "POSTCOPY_ADVISE",
        CommandKind.PostcopyListen => "POSTCOPY_LISTEN",
        CommandKind.PostcopyRun => "POSTCOPY_RUN",
        CommandKind.PostcopyRamDiscard => "POSTCOPY_RAM_DISCARD",
        CommandKind.Packaged => "PACKAGED",
        CommandKind.EnableColo => "ENABLE_COLO",
        CommandKind.PostcopyResume => "POSTCOPY_RESUME",
        CommandKind.RecvBitmap => "RECV_BITMAP",
        _ => "SWITCHOVER_START",
    };

    /// <inheritdoc/>
    public override string Summary => Kind switch
    {
        CommandKind.Ping => $"PING {Value}",
        CommandKind.Packaged => $"PACKAGED {Value} bytes",
        CommandKind.PostcopyAdvise when Size > 0 => $"POSTCOPY_ADVISE page sizes 0x{PageSizes:x}, target page {TargetPage}",
        CommandKind.PostcopyRamDiscard => $"POSTCOPY_RAM_DISCARD {Block}, {Ranges.Count} ranges",
        CommandKind.RecvBitmap => $"RECV_BITMAP {Block}",
        _ => Name,
    };

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
        [U8("type", Mark), U16("command", (uint)Kind), U16("len", Size), .. Payload];

    private IEnumerable<ItemField> Payload => Kind switch
    {
        CommandKind.Ping => [U32("value", Value)],
        CommandKind.Packaged => [U32("length", Value)],
        CommandKind.PostcopyAdvise when Size > 0 => [U64("page sizes", PageSizes), U64("target page", TargetPage)],
        CommandKind.PostcopyRamDiscard =>
        [
            U8("version", 0), Named("block", Block), U8("terminator", 0),
            .. Ranges.SelectMany((range, index) => new[] { U64($"{index}/start", range.Start), U64($"{index}/length", range.Length) }),
        ],
        CommandKind.RecvBitmap => [Named("block", Block)],
        _ => [],
    };
}
