using System.Collections.Concurrent;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;

namespace Migconf.Wire.Memory;

/// <summary>The memory of a machine as it arrived. Safe to use from several channels.</summary>
/// <param name="most">The most bytes of memory that are kept.</param>
public sealed class GuestMemory(long most)
{
    private readonly ConcurrentDictionary<string, MemoryBlock> byName = new(StringComparer.Ordinal);
    private readonly List<MemoryBlock> blocks = [];
    private readonly long[] forms = new long[Enum.GetValues<PageForm>().Length];

    /// <summary>The blocks, in the order in which they were announced.</summary>
    public IReadOnlyList<MemoryBlock> Blocks => blocks;

    /// <summary>Bytes of a page.</summary>
    public int PageSize { get; internal set; } = 4096;

    /// <summary>Parts of the memory's section that have begun: every page that comes is of the newest.</summary>
    public int Parts { get; internal set; }

    /// <summary>Bytes of all blocks.</summary>
    public long Bytes => blocks.Sum(block => (long)block.Pages * block.PageSize);

    /// <summary>How often pages arrived in a form.</summary>
    public long Count(PageForm form) => Interlocked.Read(ref forms[(int)form]);

    /// <summary>The block with a name; null when none was announced.</summary>
    public MemoryBlock? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Makes a block. One that is announced again stays as it is when its length is the same.</summary>
    internal void Announce(RamBlock announced)
    {
        if (byName.TryGetValue(announced.Name, out var known) && known.Announced.Used == announced.Used)
        {
            return;
        }

        if (announced.Used > int.MaxValue - (uint)PageSize || Bytes + (long)announced.Used > most)
        {
            throw new WireException(
                "MIG-WIRE-004", $"block {announced.Name} has 0x{announced.Used:x} bytes, and {most} bytes of memory are kept at most", "raise --most-memory, or give the guest less memory (2 GiB a block)");
        }

        var block = new MemoryBlock(announced, PageSize);
        blocks.RemoveAll(one => one.Name == announced.Name);
        blocks.Add(block);
        byName[announced.Name] = block;
    }

    /// <summary>A page in full.</summary>
    internal void Store(MemoryBlock block, ulong address, ReadOnlyMemory<byte> page, PageForm form)
    {
        Interlocked.Increment(ref forms[(int)form]);
        block.Write(Index(block, address), form, Parts, (content, at) =>
        {
            page.Span.CopyTo(content.AsSpan(at));
            return 0;
        });
    }

    /// <summary>A page of zeros.</summary>
    internal void Clear(MemoryBlock block, ulong address, PageForm form)
    {
        Interlocked.Increment(ref forms[(int)form]);
        block.Write(Index(block, address), form, Parts, (content, at) =>
        {
            content.AsSpan(at, block.PageSize).Clear();
            return 0;
        });
    }

    /// <summary>What changed in a page.</summary>
    /// <returns>What is wrong with it; null when it was applied.</returns>
    internal string? Apply(MemoryBlock block, ulong address, byte[] delta)
    {
        Interlocked.Increment(ref forms[(int)PageForm.Delta]);
        return block.Write(Index(block, address), PageForm.Delta, Parts, (content, at) => Xbzrle.Apply(delta, content.AsSpan(at, block.PageSize)));
    }

    /// <summary>Calls a range stale.</summary>
    internal static void Discard(MemoryBlock block, RamRange range)
    {
        var size = (ulong)block.PageSize;
        if (range.Start % size != 0 || range.Length % size != 0 || range.Start / size > (ulong)block.Pages
            || range.Length / size > (ulong)block.Pages - (range.Start / size))
        {
            throw Outside(block, $"a stale range 0x{range.Start:x} +0x{range.Length:x}");
        }

        block.Discard((int)(range.Start / size), (int)(range.Length / size));
    }

    private static int Index(MemoryBlock block, ulong address) =>
        address % (ulong)block.PageSize == 0 && address / (ulong)block.PageSize < (ulong)block.Pages
            ? (int)(address / (ulong)block.PageSize)
            : throw Outside(block, $"page 0x{address:x}");

    private static StreamException Outside(MemoryBlock block, string what) => new(
        RamFailures.OffsetOutside, "ram", block.Name, 0, $"{what} of a block of {block.Pages} pages of {block.PageSize} bytes");
}
