using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Wire.Faults;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Incoming;

/// <summary>Takes the urgent pages of a preempt channel. It has no magic number: what begins as no other channel is one. Facts: wire-format, section 2.5.</summary>
internal sealed class PreemptChannel(WireConnection connection, MachineImage image, FaultHand hand)
{
    internal void Run()
    {
        connection.Who = "preempt channel";
        if (image.Memory.Blocks.Count == 0)
        {
            throw new WireException(
                "MIG-WIRE-005", "a connection begins as no channel of a migration does, or a preempt channel sent pages before the memory was announced",
                "let nothing but the source connect to this address");
        }

        var pages = new PageStore(image.Memory, PageForm.Preempt);
        var reader = new PreemptReader(connection.Input, new ReaderOptions());
        foreach (var item in reader.Items())
        {
            var (kind, detail) = MessageNames.Of(item, "ram");
            hand.Read(FaultPlace.InChannel, kind, detail, connection);
            if (item is RamPage page)
            {
                pages.Take(page, reader.Payload);
            }
        }
    }
}
