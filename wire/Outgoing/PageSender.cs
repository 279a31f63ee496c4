using Migconf.Streams.Items;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Outgoing;

/// <summary>Writes parts of the memory's section.</summary>
internal sealed class PageSender(WireConnection main, MachineImage image, bool multifdIsMarked, MultifdSender? multifd)
{
    private const string Ram = "ram";
    private readonly SectionHeader ram = image.Ram!;
    private string last = "";

    /// <summary>Pages that were sent with contents.</summary>
    internal int Full { get; private set; }

    /// <summary>Pages that were sent as zeros.</summary>
    internal int Zero { get; private set; }

    /// <summary>The first part: the list of blocks.</summary>
    internal void Start()
    {
        Send(ram with { Kind = SectionKind.Start });
        Send(new RamSetup((ulong)image.Memory.Blocks.Sum(block => (long)block.Announced.Used)));
        foreach (var block in image.Memory.Blocks)
        {
            Send(block.Announced);
        }

        EndPart();
    }

    /// <summary>A part with these pages, in their order.</summary>
    internal void Part(IEnumerable<(MemoryBlock Block, int Page)> pages, SectionKind kind = SectionKind.Part)
    {
        Send(ram with { Kind = kind });
        last = "";
        foreach (var (block, page) in pages)
        {
            if (multifd is not null && !block.IsZero(page))
            {
                Full++;
                multifd.Add(block, page);
            }
            else
            {
                Page(block, page);
            }
        }

        EndPart();
    }

    private void Page(MemoryBlock block, int page)
    {
        var same = block.Name == last ? RamFlags.Continue : RamFlags.None;
        last = block.Name;
        var address = (ulong)page * (ulong)block.PageSize;
        if (block.IsZero(page))
        {
            Zero++;
            Send(new RamPage(RamFlags.Zero | same, block.Name, address, 0));
        }
        else
        {
            Full++;
            main.Send(new RamPage(RamFlags.Page | same, block.Name, address, (uint)block.PageSize), Ram, block.Page(page));
        }
    }

    /// <summary>Ends a part; with multifd every channel ends its round first, as far as the receiver's rule has it.</summary>
    private void EndPart()
    {
        if (multifd is not null)
        {
            main.Flush();
            multifd.EndRound();
            if (multifdIsMarked)
            {
                Send(new RamMark((ulong)RamFlags.MultifdFlush, RamFlags.MultifdFlush));
            }
        }

        Send(new RamMark((ulong)RamFlags.EndOfPart, RamFlags.EndOfPart));
        if (image.HasFooters)
        {
            Send(new SectionFooter(ram.Id));
        }

        main.Flush();
    }

    private void Send(StreamItem item) => main.Send(item, Ram);
}
