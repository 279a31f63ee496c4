using System.Buffers;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Ram;

/// <summary>Puts memory together from a stream and its multifd channels.</summary>
public sealed class RamExtractor : IDisposable
{
    /// <summary>Enough for two terabytes.</summary>
    private const long LargestBitmap = 64 * 1024 * 1024;
    private readonly ChannelReader reader;
    private readonly RamFolder folder;
    private readonly List<MultifdPages> channels;
    private readonly Dictionary<string, RamBlock> blocks = [];
    private readonly ArrayBufferWriter<byte> bitmap = new();
    private readonly PageRun run;
    private bool? hasFlushes;

    /// <param name="reader">The main stream, at its beginning.</param>
    /// <param name="channels">Its multifd channels, at their beginnings.</param>
    /// <param name="folder">Where blocks are put.</param>
    public RamExtractor(ChannelReader reader, IEnumerable<MultifdReader> channels, RamFolder folder)
    {
        this.reader = reader;
        this.folder = folder;
        this.channels = [.. channels.Select(channel => new MultifdPages(channel, folder, PageSize, blocks, item => Seen?.Invoke(item)))];
        run = new(folder);
    }

    /// <summary>Is shown every item of the main stream and of the channels, before its pages are taken.</summary>
    public Action<StreamItem>? Seen { get; init; }

    private int PageSize => (reader as MigrationReader)?.PageSize ?? Descriptions.VmDescription.UsualPageSize;

    /// <summary>Extracts everything.</summary>
    /// <exception cref="StreamException">The stream or a channel cannot be read on; what came before is written.</exception>
    public void Run()
    {
        try
        {
            foreach (var item in reader.Items())
            {
                Seen?.Invoke(item);
                Take(item);
            }
        }
        finally
        {
            run.Flush();
        }

        while (channels.Any(channel => channel.Round()))
        {
            // Rounds that the main stream does not mark.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => channels.ForEach(channel => channel.Dispose());

    private void Take(StreamItem item)
    {
        switch (item)
        {
            case RamPage page when page.Form == RamFlags.Page:
                run.Add(page.Block, (long)page.Address, (int)page.Size, reader.Payload);
                break;
            case RamPage page:
                run.Flush();
                Small(page);
                break;
            case RamBlock block:
                run.Flush();
                blocks[block.Name] = block;
                folder.Announce(block.Name, (long)Math.Min(block.Used, long.MaxValue));
                break;
            case MappedRegion region:
                Mapped(region);
                break;
            case RamMark mark:
                run.Flush();
                Marked(mark);
                break;
        }
    }

    /// <summary>A mark closes a round of the channels: every flush, or with old senders every end of a part.</summary>
    private void Marked(RamMark mark)
    {
        if (mark.Flags == RamFlags.EndOfPart)
        {
            hasFlushes ??= false;
        }

        hasFlushes ??= mark.Flags == RamFlags.MultifdFlush ? true : null;
        if (hasFlushes == (mark.Flags == RamFlags.MultifdFlush) && mark.Flags != RamFlags.Hook)
        {
            channels.ForEach(channel => channel.Round());
        }
    }

    private void Small(RamPage page)
    {
        var size = PageSize;
        var address = (long)page.Address;
        if (page.Form == RamFlags.Zero)
        {
            folder.Clear(page.Block, address, size);
            return;
        }

        var (content, packed) = (new byte[size], new byte[page.Size]);
        reader.Payload.Read(packed);
        if (page.Form == RamFlags.Delta)
        {
            folder.Read(page.Block, address, content);
            if (Xbzrle.Apply(packed, content) is { } wrong)
            {
                throw Fail(RamFailures.DeltaBroken, page, wrong);
            }
        }
        else
        {
            using var feed = new ZlibFeed();
            if (!feed.Unpack(packed, content))
            {
                throw Fail(RamFailures.CompressedPageBroken, page, $"{page.Size} bytes do not inflate to {size}");
            }
        }

        folder.Write(page.Block, address, content);
    }

    private static StreamException Fail(FailureClass failure, RamPage page, string detail) =>
        new(failure, page.Scope, $"{page.Block} 0x{page.Address:x}", page.Offset, detail);

    /// <summary>Copies the present pages; absent ones stay holes.</summary>
    private void Mapped(MappedRegion region)
    {
        if (region.Part == MappedPart.Bitmap)
        {
            bitmap.ResetWrittenCount();
            if (region.Size > LargestBitmap)
            {
                throw new StreamException(
                    StructureFailures.TooLarge, region.Scope, region.Block, region.Offset, $"a bitmap of {region.Size} bytes");
            }

            reader.Payload.Drain(region.Size, static (bytes, to) => to.Write(bytes), bitmap);
        }

        if (region.Part != MappedPart.Pages)
        {
            return;
        }

        var size = (int)blocks[region.Block].Mapped!.PageSize;
        var pages = (region.Size + size - 1) / size;
        for (long page = 0; page < pages;)
        {
            var isPresent = IsPresent(page);
            var next = page + 1;
            while (next < pages && IsPresent(next) == isPresent && (next - page + 1) * size <= PageRun.Longest)
            {
                next++;
            }

            var bytes = Math.Min(next * size, region.Size) - (page * size);
            if (isPresent)
            {
                run.Add(region.Block, page * size, (int)bytes, reader.Payload);
            }
            else
            {
                folder.Arrived?.Mark(region.Block, page * size, bytes);
                reader.Payload.Skip(bytes);
            }

            page = next;
        }

        run.Flush();
    }

    /// <summary>The bitmap is an array of words in the host's byte order; on the hosts there are, that of bytes.</summary>
    private bool IsPresent(long page) => (bitmap.WrittenSpan[(int)(page / 8)] & (1 << (int)(page % 8))) != 0;
}
