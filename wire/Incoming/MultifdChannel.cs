using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Migconf.Wire.Faults;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Incoming;

/// <summary>Takes the packets of one multifd channel. Facts: wire-format, section 2.5.</summary>
internal sealed class MultifdChannel(WireConnection connection, MachineImage image, Rounds rounds, FaultHand hand) : IDisposable
{
    private readonly PacketFeed feed = new();
    private readonly byte[] pages = new byte[MultifdPacket.MostBytes];

    /// <summary>Packets with pages so far.</summary>
    internal int Packets { get; private set; }

    /// <summary>Reads until the channel ends.</summary>
    /// <param name="hello">Is called with the channel's first packet.</param>
    /// <param name="cancel">Ends waiting for the main stream.</param>
    internal void Run(Action<MultifdHello> hello, CancellationToken cancel)
    {
        var reader = new MultifdReader(connection.Input, new ReaderOptions());
        var number = 0;
        foreach (var item in reader.Items())
        {
            var (kind, detail) = MessageNames.Of(item, "");
            hand.Read(FaultPlace.InChannel, kind, detail, connection);
            switch (item)
            {
                case MultifdHello first:
                    number = first.Channel;
                    connection.Who = $"multifd channel {number}";
                    hello(first);
                    break;
                case MultifdPacket packet:
                    Take(packet, reader.Payload);
                    if ((packet.Flags & MultifdPacket.Sync) != 0)
                    {
                        rounds.Sync(number, cancel);
                    }

                    break;
                default:
                    throw new WireException(
                        "MIG-WIRE-007", $"{connection.Who}: a device's state in a multifd packet cannot be kept", "migrate without VFIO devices, or switch their multifd transfer off");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => feed.Dispose();

    private void Take(MultifdPacket packet, Payload payload)
    {
        if (packet.Normal + packet.Zero == 0)
        {
            return;
        }

        Packets++;
        var block = image.Memory.Find(packet.Block)
            ?? throw new StreamException(RamFailures.UnknownBlock, $"{connection.Who}: {packet.Scope}", "block", packet.Offset, $"no block '{packet.Block}'");
        var size = block.PageSize;
        var content = pages.AsMemory(0, (int)packet.Normal * size);
        if (feed.Unpack(packet, payload, content.Span) is { } wrong)
        {
            throw new StreamException(ChannelFailures.PacketData, $"{connection.Who}: {packet.Scope}", "data", packet.Offset, wrong);
        }

        for (var index = 0; index < packet.Normal + packet.Zero; index++)
        {
            if (index < packet.Normal)
            {
                image.Memory.Store(block, packet.Offsets[index], content.Slice(index * size, size), PageForm.Multifd);
            }
            else
            {
                image.Memory.Clear(block, packet.Offsets[index], PageForm.MultifdZero);
            }
        }
    }
}
