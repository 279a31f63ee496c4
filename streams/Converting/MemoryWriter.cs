using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Writing;

namespace Migconf.Streams.Converting;

/// <summary>Writes the section of the memory: blocks, then each page once, in full or as a page of zeros, on the main stream. Every
/// release reads that.</summary>
internal sealed class MemoryWriter(RamFolder folder, IReadOnlyList<RamBlock> blocks, int pageSize, bool hasFooters, Stream output)
{
    /// <summary>Pages of one part, as many as fit in 64 MiB.</summary>
    private const int PagesOfAPart = 16_384;
    private SectionHeader? section;
    private string last = "";
    private int left;

    /// <summary>Whether the blocks were announced.</summary>
    internal bool HasStarted => section is not null;

    /// <summary>Whether the pages were written.</summary>
    internal bool HasPages { get; private set; }

    /// <summary>Whether the section was ended.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Pages in full.</summary>
    internal long Full { get; private set; }

    /// <summary>Pages of zeros.</summary>
    internal long Zero { get; private set; }

    /// <summary>Announces the blocks.</summary>
    internal void Start(SectionHeader ram)
    {
        section = ram;
        Open(SectionKind.Start);
        Write(new RamSetup((ulong)blocks.Sum(block => (long)block.Used)));
        foreach (var block in blocks)
        {
            Write(new RamBlock(block.Name, block.Used));
        }

        Close();
    }

    /// <summary>Writes the pages, once.</summary>
    internal void Pages()
    {
        if (HasPages || !HasStarted)
        {
            return;
        }

        HasPages = true;
        var content = new byte[PageRun.Longest / pageSize * pageSize];
        foreach (var block in blocks)
        {
            var end = ((long)block.Used + pageSize - 1) / pageSize * pageSize;
            for (long at = 0; at < end; at += content.Length)
            {
                var bytes = content.AsSpan(0, (int)Math.Min(content.Length, end - at));
                folder.Read(block.Name, at, bytes);
                Pages(block, at, bytes);
            }
        }

        if (left > 0)
        {
            Close();
        }
    }

    /// <summary>Ends the section, once.</summary>
    internal void End()
    {
        if (HasEnded || !HasStarted)
        {
            return;
        }

        Pages();
        HasEnded = true;
        Open(SectionKind.End);
        Close();
    }

    private void Pages(RamBlock block, long at, ReadOnlySpan<byte> bytes)
    {
        for (var offset = 0; offset < bytes.Length; offset += pageSize)
        {
            if (left == 0)
            {
                Open(SectionKind.Part);
                left = PagesOfAPart;
            }

            var page = bytes.Slice(offset, pageSize);
            var isZero = page.IndexOfAnyExcept((byte)0) < 0;
            var same = block.Name == last ? RamFlags.Continue : RamFlags.None;
            last = block.Name;
            var record = new RamPage((isZero ? RamFlags.Zero : RamFlags.Page) | same, block.Name, (ulong)(at + offset), (uint)(isZero ? 0 : pageSize));
            ItemWriter.Write(record, page, output);
            (Full, Zero) = isZero ? (Full, Zero + 1) : (Full + 1, Zero);
            left--;
            if (left == 0)
            {
                Close();
            }
        }
    }

    /// <summary>Begins a part; the first record of it names its block.</summary>
    private void Open(SectionKind kind)
    {
        last = "";
        Write(section! with { Kind = kind });
    }

    private void Close()
    {
        Write(new RamMark((ulong)RamFlags.EndOfPart, RamFlags.EndOfPart));
        if (hasFooters)
        {
            Write(new SectionFooter(section!.Id));
        }
    }

    private void Write(StreamItem item) => ItemWriter.Write(item, [], output);
}
