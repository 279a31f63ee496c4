using Migconf.Streams.Bytes;

namespace Migconf.Streams.Items;

/// <summary>Flags of a RAM record, in the lower bits of its word. Facts: wire-format, section 2.</summary>
[Flags]
public enum RamFlags
{
    /// <summary>No flag: no record.</summary>
    None = 0,

    /// <summary>A page of zeros.</summary>
    Zero = 0x2,

    /// <summary>The list of blocks.</summary>
    MemorySize = 0x4,

    /// <summary>A page in full.</summary>
    Page = 0x8,

    /// <summary>The end of this part of the section.</summary>
    EndOfPart = 0x10,

    /// <summary>The same block as the record before.</summary>
    Continue = 0x20,

    /// <summary>What changed in a page.</summary>
    Delta = 0x40,

    /// <summary>A mark of RDMA; ignored elsewhere.</summary>
    Hook = 0x80,

    /// <summary>A page, compressed; removed in 9.1.</summary>
    Compressed = 0x100,

    /// <summary>Wait for the multifd channels (8.1 and later).</summary>
    MultifdFlush = 0x200,
}

/// <summary>The head of the list of blocks.</summary>
/// <param name="Total">Bytes of all blocks together.</param>
public sealed record RamSetup(ulong Total) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"{Total} bytes of RAM";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U64("total", Total | (uint)RamFlags.MemorySize)];
}

/// <summary>Where a block's pages lie in a mapped-ram file. Facts: wire-format, section 2.4.</summary>
/// <param name="Version">1.</param>
/// <param name="PageSize">Bytes of a page.</param>
/// <param name="BitmapOffset">From the beginning of the file.</param>
/// <param name="PagesOffset">From the beginning of the file.</param>
public sealed record MappedHeader(uint Version, ulong PageSize, ulong BitmapOffset, ulong PagesOffset);

/// <summary>A block of RAM or ROM, announced.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Used">Bytes in use.</param>
public sealed record RamBlock(string Name, ulong Used) : StreamItem
{
    /// <summary>Bytes of a host page, sent in postcopy when it is not the usual one.</summary>
    public ulong? PageSize { get; init; }

    /// <summary>The guest's physical address, sent with x-ignore-shared.</summary>
    public ulong? Address { get; init; }

    /// <summary>Sent with mapped-ram.</summary>
    public MappedHeader? Mapped { get; init; }

    /// <inheritdoc/>
    public override string Summary => $"block {Name}, {Used} bytes";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields
    {
        get
        {
            yield return Named("idstr", Name);
            yield return U64("used_length", Used);
            if (PageSize is { } size)
            {
                yield return U64("page_size", size);
            }

            if (Address is { } address)
            {
                yield return U64("gpa", address);
            }

            if (Mapped is { } mapped)
            {
                yield return U32("mapped/version", mapped.Version);
                yield return U64("mapped/page_size", mapped.PageSize);
                yield return U64("mapped/bitmap_offset", mapped.BitmapOffset);
                yield return U64("mapped/pages_offset", mapped.PagesOffset);
            }
        }
    }
}

/// <summary>What lies between the block records of a mapped-ram file.</summary>
public enum MappedPart
{
    /// <summary>One bit a page, in the byte order of the host.</summary>
    Bitmap,

    /// <summary>Unused bytes up to where the pages begin.</summary>
    Padding,

    /// <summary>The pages; absent ones are holes.</summary>
    Pages,
}

/// <summary>A part of a mapped-ram file that is no record.</summary>
public sealed record MappedRegion(string Block, MappedPart Part, long Size) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"{Part.ToString().ToLowerInvariant()} of {Block}, {Size} bytes";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
        [Stored($"{Block}/{Part.ToString().ToLowerInvariant()}", Part.ToString().ToLowerInvariant(), Size)];
}

/// <summary>One page, in whatever form.</summary>
/// <param name="Flags">Form, and whether the block is that of the record before.</param>
/// <param name="Block">The block, whether the record names it or not.</param>
/// <param name="Address">Bytes from the block's beginning.</param>
/// <param name="Size">Bytes of its contents on the wire; 0 for a page of zeros.</param>
public sealed record RamPage(RamFlags Flags, string Block, ulong Address, uint Size) : StreamItem
{
    /// <summary>Without the flag that leaves out the name.</summary>
    public RamFlags Form => Flags & ~RamFlags.Continue;

    /// <summary>Whether the record names its block.</summary>
    public bool IsNamed => (Flags & RamFlags.Continue) == 0;

    /// <inheritdoc/>
    public override string Summary => $"{Form.ToString().ToLowerInvariant()} {Block} 0x{Address:x}";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields
    {
        get
        {
            yield return U64("word", Address | (uint)Flags);
            if (IsNamed)
            {
                yield return Named("block", Block);
            }

            switch (Form)
            {
                case RamFlags.Zero:
                    yield return U8("fill", 0);
                    break;
                case RamFlags.Delta:
                    yield return U8("encoding", 1);
                    yield return U16("size", Size);
                    yield return Stored("delta", "xbzrle", Size);
                    break;
                case RamFlags.Compressed:
                    yield return U32("size", Size);
                    yield return Stored("compressed", "zlib", Size);
                    break;
                default:
                    yield return Stored("page", "page", Size);
                    break;
            }
        }
    }
}

/// <summary>A RAM record that carries no page: the end of a part, a flush, a hook.</summary>
/// <param name="Word">The whole word; the bits above the flags have no meaning.</param>
public sealed record RamMark(ulong Word, RamFlags Flags) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => Flags switch
    {
        RamFlags.EndOfPart => "end of part",
        RamFlags.MultifdFlush => "multifd flush",
        _ => "hook",
    };

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [new("word", "be64", WireValue.U64(Word))];
}
