using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Ram;

/// <summary>Puts the pages of one multifd channel into their blocks, a round at a time.</summary>
internal sealed class MultifdPages(MultifdReader reader, RamFolder folder, int pageSize, IReadOnlyDictionary<string, RamBlock> blocks, Action<StreamItem> see) : IDisposable
{
    private readonly IEnumerator<StreamItem> items = reader.Items().GetEnumerator();
    private readonly PacketFeed feed = new();
    private readonly byte[] pages = new byte[MultifdPacket.MostBytes];

    public void Dispose()
    {
        items.Dispose();
        feed.Dispose();
    }

    /// <summary>Takes packets up to the next one with SYNC.</summary>
    /// <returns>Whether there was any.</returns>
    internal bool Round()
    {
        var any = false;
        while (items.MoveNext())
        {
            any = true;
            see(items.Current);
            if (items.Current is MultifdPacket packet)
            {
                Take(packet);
                if ((packet.Flags & MultifdPacket.Sync) != 0)
                {
                    break;
                }
            }
        }

        return any;
    }

    private void Take(MultifdPacket packet)
    {
        if (packet.Normal + packet.Zero == 0)
        {
            return;
        }

        if (!blocks.TryGetValue(packet.Block, out var block))
        {
            throw new StreamException(RamFailures.UnknownBlock, packet.Scope, "block", packet.Offset, $"no block '{packet.Block}'");
        }

        var content = pages.AsSpan(0, (int)packet.Normal * pageSize);
        if (feed.Unpack(packet, reader.Payload, content) is { } wrong)
        {
            throw new StreamException(ChannelFailures.PacketData, packet.Scope, "data", packet.Offset, wrong);
        }

        for (var index = 0; index < packet.Normal + packet.Zero; index++)
        {
            var address = packet.Offsets[index];
            if (address >= block.Used)
            {
                throw new StreamException(
                    RamFailures.OffsetOutside, packet.Scope, $"offset/{index}", packet.Offset, $"page 0x{address:x} of a block of 0x{block.Used:x} bytes");
            }

            if (index < packet.Normal)
            {
                folder.Write(block.Name, (long)address, content.Slice(index * pageSize, pageSize));
            }
            else
            {
                folder.Clear(block.Name, (long)address, pageSize);
            }
        }
    }
}
