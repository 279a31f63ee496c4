using System.Text;
using Migconf.Streams.Items;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Outgoing;

/// <summary>Writes pages to multifd channels in turn, without compression. Facts: wire-format, section 2.5.</summary>
/// <param name="channels">Connected.</param>
/// <param name="uuid">The machine's.</param>
/// <param name="pageSize">Bytes of a page.</param>
internal sealed class MultifdSender(IReadOnlyList<WireConnection> channels, Guid uuid, int pageSize)
{
    private const int HelloRest = 39;
    private const int ReservedLength = 28;
    private readonly int most = MultifdPacket.MostBytes / pageSize;
    private readonly List<int> pages = [];
    private MemoryBlock? block;
    private ulong packets;

    /// <summary>Says which channel is which.</summary>
    internal void Greet()
    {
        for (var index = 0; index < channels.Count; index++)
        {
            channels[index].Send(new MultifdHello(1, uuid, (byte)index, new byte[HelloRest]));
            channels[index].Flush();
        }
    }

    /// <summary>A page with contents.</summary>
    internal void Add(MemoryBlock of, int page)
    {
        if (of != block || pages.Count == most)
        {
            HandOn();
            block = of;
        }

        pages.Add(page);
    }

    /// <summary>Sends what was gathered, and a SYNC on every channel.</summary>
    internal void EndRound()
    {
        HandOn();
        foreach (var channel in channels)
        {
            channel.Send(Packet(MultifdPacket.Sync, ""));
            channel.Flush();
        }
    }

    private void HandOn()
    {
        if (pages.Count == 0)
        {
            return;
        }

        var data = new byte[pages.Count * pageSize];
        for (var index = 0; index < pages.Count; index++)
        {
            block!.Page(pages[index]).CopyTo(data.AsSpan(index * pageSize));
        }

        var channel = channels[(int)(packets % (ulong)channels.Count)];
        channel.Send(Packet(0, block!.Name), "", data);
        channel.Flush();
        pages.Clear();
    }

    private MultifdPacket Packet(uint flags, string name)
    {
        var offsets = new ulong[most];
        var count = flags == 0 ? pages.Count : 0;
        for (var index = 0; index < count; index++)
        {
            offsets[index] = (ulong)pages[index] * (ulong)pageSize;
        }

        var field = new byte[MultifdPacket.NameLength];
        Encoding.Latin1.GetBytes(name).CopyTo(field, 0);
        var bytes = count * pageSize;
        return new(flags, (uint)count, 0, (uint)bytes, offsets, bytes)
        {
            Allocated = (uint)most, Number = packets++, Reserved = new byte[ReservedLength], BlockField = field,
        };
    }
}
