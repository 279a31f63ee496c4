using System.Numerics;
using Migconf.Streams.Bytes;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads RAM records. Facts: wire-format, section 2.</summary>
internal sealed class RamReader(ByteSource source, Payload payload)
{
    private const int MostBlocks = 65_536;
    private const ulong LeastMappedPage = 512;
    private const ulong MostMappedPage = 1 << 24;
    private readonly Dictionary<string, RamBlock> blocks = [];
    private string? last;

    /// <summary>Bytes of a target page.</summary>
    internal int PageSize { get; set; } = 4096;

    /// <summary>Whether blocks carry their address (x-ignore-shared).</summary>
    internal bool HasAddresses { get; set; }

    /// <summary>Whether blocks carry a mapped-ram header.</summary>
    internal bool IsMapped { get; set; }

    /// <summary>The page sizes that POSTCOPY_ADVISE named, or-ed together.</summary>
    internal ulong PageSizes { get; set; }

    /// <summary>The records of one part, its end included.</summary>
    /// <param name="scope">For the items' paths.</param>
    /// <param name="isBare">Whether the end of the stream ends the part too, as on the preempt channel.</param>
    internal IEnumerable<StreamItem> Part(string scope, bool isBare = false)
    {
        while (!isBare || !source.AtEnd)
        {
            var at = source.Position;
            var word = source.U64("word");
            var flags = (RamFlags)(word & (ulong)(PageSize - 1));
            switch (flags & ~RamFlags.Continue)
            {
                case RamFlags.EndOfPart:
                    yield return new RamMark(word, RamFlags.EndOfPart) { Offset = at, Scope = scope };
                    if (!isBare)
                    {
                        yield break;
                    }

                    break;
                case RamFlags.MultifdFlush or RamFlags.Hook:
                    yield return new RamMark(word, flags & ~RamFlags.Continue) { Offset = at, Scope = scope };
                    break;
                case RamFlags.MemorySize:
                    var total = word & ~(ulong)(PageSize - 1);
                    yield return new RamSetup(total) { Offset = at, Scope = scope };
                    foreach (var item in Blocks(total, scope))
                    {
                        yield return item;
                    }

                    break;
                case RamFlags.Zero or RamFlags.Page or RamFlags.Delta or RamFlags.Compressed:
                    var page = Page(flags, word & ~(ulong)(PageSize - 1), at, scope);
                    payload.Open(page.Size, "page");
                    yield return page;
                    payload.Close();
                    break;
                default:
                    throw source.Fail(RamFailures.UnknownFlags, "word", $"flags 0x{(ulong)flags:x} of word 0x{word:x}", at);
            }
        }
    }

    private RamPage Page(RamFlags flags, ulong address, long at, string scope)
    {
        var isRepeated = (flags & RamFlags.Continue) != 0;
        var name = isRepeated ? last : source.Name("block");
        var block = name is null ? null : blocks.GetValueOrDefault(name);
        if (name is null || (block is null && blocks.Count > 0))
        {
            throw source.Fail(RamFailures.UnknownBlock, "block", name is null ? "no record before names a block" : $"no block '{name}'", at);
        }

        if (block is not null && address >= block.Used)
        {
            throw source.Fail(RamFailures.OffsetOutside, name, $"page 0x{address:x} of a block of 0x{block.Used:x} bytes", at);
        }

        // The announced name, so that a million pages share one string.
        last = block?.Name ?? name;
        return new(flags, last, address, Size(flags & ~RamFlags.Continue, last)) { Offset = at, Scope = scope };
    }

    /// <summary>Reads what stands before a page's contents.</summary>
    /// <returns>Bytes of the contents.</returns>
    private uint Size(RamFlags form, string block)
    {
        switch (form)
        {
            case RamFlags.Zero:
                var fill = source.U8("fill");
                return fill == 0 ? 0u : throw source.Fail(RamFailures.NonzeroFill, block, $"filled with 0x{fill:x2}", source.Position - 1);
            case RamFlags.Delta:
                var (encoding, delta) = (source.U8("encoding"), source.U16("size"));
                return encoding == 1 && delta <= PageSize
                    ? delta
                    : throw source.Fail(RamFailures.DeltaBroken, block, $"encoding {encoding}, {delta} bytes", source.Position - 3);
            case RamFlags.Compressed:
                var size = source.U32("size");
                return size > 0 && size <= 2u * (uint)PageSize
                    ? size
                    : throw source.Fail(RamFailures.CompressedPageBroken, block, $"{size} bytes", source.Position - 4);
            default:
                return (uint)PageSize;
        }
    }

    private IEnumerable<StreamItem> Blocks(ulong total, string scope)
    {
        while (total > 0)
        {
            var block = Block(scope);
            if (block.Used > total || blocks.Count >= MostBlocks)
            {
                throw source.Fail(
                    RamFailures.SizesDisagree, block.Name, $"{block.Used} bytes where {total} are left, after {blocks.Count} blocks", block.Offset);
            }

            total -= block.Used;
            blocks[block.Name] = block;
            yield return block;
            if (block.Mapped is { } mapped)
            {
                foreach (var region in Regions(block, mapped, scope))
                {
                    payload.Open(region.Size, block.Name);
                    yield return region;
                    payload.Close();
                }
            }
        }
    }

    private RamBlock Block(string scope)
    {
        var at = source.Position;
        var name = source.Name("block/idstr");
        var used = source.U64(name);
        return new(name, used)
        {
            Offset = at,
            Scope = scope,
            PageSize = HasPageSize() ? source.U64(name) : null,
            Address = HasAddresses ? source.U64(name) : null,
            Mapped = IsMapped ? new(source.U32(name), source.U64(name), source.U64(name), source.U64(name)) : null,
        };
    }

    /// <summary>A block with huge pages carries their size, and nothing says which does. What may follow instead is
    /// the length of a name, or the word that ends the part, which is no size of a page.</summary>
    private bool HasPageSize()
    {
        if (PageSizes == 0 || source.Peek(8) is not [0, ..] bytes || bytes.Length < 8)
        {
            return false;
        }

        var size = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return BitOperations.IsPow2(size) && size != (ulong)PageSize && (PageSizes & size) != 0;
    }

    private IEnumerable<MappedRegion> Regions(RamBlock block, MappedHeader mapped, string scope)
    {
        var (bitmapAt, pagesAt) = (mapped.BitmapOffset, mapped.PagesOffset);
        var isSound = mapped.Version == 1 && BitOperations.IsPow2(mapped.PageSize) && mapped.PageSize is >= LeastMappedPage and <= MostMappedPage
            && bitmapAt >= (ulong)source.Position && bitmapAt < long.MaxValue && pagesAt < long.MaxValue && block.Used < long.MaxValue;
        var words = isSound ? ((block.Used + mapped.PageSize - 1) / mapped.PageSize + 63) / 64 : 0;
        if (!isSound || bitmapAt + (8 * words) > pagesAt)
        {
            throw source.Fail(
                RamFailures.MappedRamBroken, block.Name,
                $"version {mapped.Version}, pages of {mapped.PageSize}, bitmap at 0x{bitmapAt:x}, pages at 0x{pagesAt:x}", block.Offset);
        }

        MappedRegion Region(MappedPart part, ulong size) => new(block.Name, part, (long)size) { Offset = source.Position, Scope = scope };
        if (bitmapAt > (ulong)source.Position)
        {
            yield return Region(MappedPart.Padding, bitmapAt - (ulong)source.Position);
        }

        yield return Region(MappedPart.Bitmap, 8 * words);
        if (pagesAt > (ulong)source.Position)
        {
            yield return Region(MappedPart.Padding, pagesAt - (ulong)source.Position);
        }

        yield return Region(MappedPart.Pages, block.Used);
    }
}
