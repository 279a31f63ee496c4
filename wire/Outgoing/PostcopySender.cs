using Migconf.Streams.Items;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Outgoing;

/// <summary>Sends a machine whose guest runs before all of its memory is there: some pages, what is stale, the devices as one
/// package, then the other pages, those first that are asked for. Facts: wire-format, section 3.</summary>
internal sealed class PostcopySender(
    MachineImage image, OutgoingSettings settings, WireConnection main, PageSender pages, DestinationAnswers answers,
    Func<bool, IEnumerable<(StreamItem Item, string Section)>> devices)
{
    private const int RangesOfACommand = 12;
    private const int RangeSize = 16;
    private const int PagesOfAPart = 16;
    private readonly HashSet<(MemoryBlock Block, int Page)> left = [];

    internal void Send()
    {
        pages.Start();
        Ahead();
        if (image.Commands.Contains(CommandKind.SwitchoverStart))
        {
            main.Send(new StreamCommand(CommandKind.SwitchoverStart, 0));
        }

        foreach (var block in image.Memory.Blocks)
        {
            Discard(block);
        }

        Ping(2);
        Package();
        Ping(4);
        main.Flush();
        Rest();
        pages.Part([], SectionKind.End);
        main.Send(new EndOfSections());
        main.Flush();
    }

    /// <summary>Zeros, and the first pages with contents.</summary>
    private void Ahead()
    {
        var all = image.Memory.Blocks.SelectMany(block => Enumerable.Range(0, block.Pages).Select(page => (Block: block, Page: page))).ToList();
        var full = all.Where(one => !one.Block.IsZero(one.Page)).ToList();
        left.UnionWith(full.Skip((int)((long)full.Count * settings.AheadPercent / 100)));
        pages.Part(all.Where(one => !left.Contains(one)));
    }

    /// <summary>Says which pages are not there yet.</summary>
    private void Discard(MemoryBlock block)
    {
        var ranges = new List<RamRange>();
        for (var page = 0; page < block.Pages; page++)
        {
            var first = page;
            while (page < block.Pages && left.Contains((block, page)))
            {
                page++;
            }

            if (page > first)
            {
                ranges.Add(new((ulong)first * (ulong)block.PageSize, (ulong)(page - first) * (ulong)block.PageSize));
            }
        }

        foreach (var some in ranges.Chunk(RangesOfACommand))
        {
            main.Send(new StreamCommand(CommandKind.PostcopyRamDiscard, (ushort)(3 + block.Name.Length + (RangeSize * some.Length))) { Block = block.Name, Ranges = some });
        }
    }

    private void Package()
    {
        List<(StreamItem Item, string Section)> items =
        [
            (new StreamCommand(CommandKind.PostcopyListen, 0), ""), .. devices(false),
            (new StreamCommand(CommandKind.Ping, 4) { Value = 3 }, ""), (new StreamCommand(CommandKind.PostcopyRun, 0), ""),
        ];
        main.Send(new StreamCommand(CommandKind.Packaged, 4) { Value = (uint)items.Sum(one => one.Item.Length) });
        foreach (var (item, section) in items)
        {
            main.Send(item, section);
        }
    }

    private void Ping(uint value) => main.Send(new StreamCommand(CommandKind.Ping, 4) { Value = value });

    /// <summary>The other pages in their order, and before each part those that were asked for.</summary>
    private void Rest()
    {
        var order = left.OrderBy(one => one.Block.Name, StringComparer.Ordinal).ThenBy(one => one.Page).ToList();
        foreach (var part in order.Chunk(PagesOfAPart))
        {
            while (answers.Next() is { } request)
            {
                Urgent(request.Block, request.Address, request.Count);
            }

            var due = part.Where(left.Remove).ToList();
            if (due.Count > 0)
            {
                pages.Part(due);
            }
        }
    }

    private void Urgent(string name, ulong address, uint count)
    {
        var block = image.Memory.Find(name) ?? throw new WireException(
            "MIG-WIRE-008", $"the destination asks for pages of block '{name}', which the machine does not have", "report it: the destination was told all blocks");
        var size = (ulong)block.PageSize;
        var due = Enumerable.Range((int)(address / size), (int)((count + size - 1) / size)).Select(page => (block, page)).Where(left.Remove).ToList();
        if (due.Count > 0)
        {
            pages.Part(due);
        }
    }
}
