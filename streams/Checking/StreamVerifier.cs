using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Checking;

/// <summary>Reads a channel to its end and reports what is wrong with it.</summary>
/// <param name="reader">At the channel's beginning.</param>
/// <param name="receiver">The release that is to load it, such as <c>7.2</c>; null for any.</param>
public sealed class StreamVerifier(ChannelReader reader, string? receiver = null)
{
    private readonly List<Finding> findings = [];
    private readonly CommandOrder order = new();
    private readonly DescribedSections described = new();
    private bool isConfigured;
    private bool isTrailing;

    /// <summary>Reads it. A stream that cannot be read on ends with the finding that says so.</summary>
    public Verification Run()
    {
        long items = 0;
        using var channel = new PacketFeed();
        try
        {
            foreach (var item in reader.Items())
            {
                items++;
                Check(item, channel);
            }

            findings.AddRange(described.Findings);
            if (!isConfigured && reader is MigrationReader { HasFooters: true, IsRecovery: false })
            {
                Add(StructureFailures.NoConfiguration, "configuration", 8, "sections end in footers, and no configuration comes first");
            }
        }
        catch (StreamException wrong)
        {
            Add(wrong.Failure, wrong.Section.Length == 0 ? wrong.Path : $"{wrong.Section}: {wrong.Path}", wrong.Offset, wrong.Detail);
        }

        return new(items, reader.Position, findings) { Size = reader.Length };
    }

    private void Add(FailureClass failure, string place, long offset, string detail) => findings.Add(new(failure, place, offset, detail));

    private void Check(StreamItem item, PacketFeed channel)
    {
        isConfigured |= item is MachineConfiguration;
        described.Next(item);
        switch (item)
        {
            case TrailingBytes when !isTrailing:
                isTrailing = true;
                Add(StructureFailures.TrailingBytes, item.Scope, item.Offset, "nothing may follow here");
                break;
            case StreamCommand command:
                if (reader is MigrationReader { IsRecovery: false } && order.Next(command) is { } wrong)
                {
                    Add(StructureFailures.WrongOrder, command.Name, item.Offset, wrong);
                }

                break;
            case MultifdPacket { Packing: not Packing.None } packet when PacketFeed.Takes(packet.Packing):
                CheckPacked(packet, channel);
                break;
            case RamPage { Form: RamFlags.Delta } page:
                CheckDelta(page);
                break;
            case RamPage { Form: RamFlags.Compressed } page:
                CheckCompressed(page);
                break;
        }

        if (receiver is not null && ReleaseRules.Refuses(receiver, item) is { } refusal)
        {
            Add(PairFailures.UnknownToReceiver, item.Scope, item.Offset, refusal);
        }
    }

    private int PageSize => (reader as MigrationReader)?.PageSize ?? Descriptions.VmDescription.UsualPageSize;

    private void CheckDelta(RamPage page)
    {
        if (Xbzrle.Apply(Content(page.Size), new byte[PageSize]) is { } wrong)
        {
            Add(RamFailures.DeltaBroken, $"{page.Scope}: {page.Block} 0x{page.Address:x}", page.Offset, wrong);
        }
    }

    private void CheckCompressed(RamPage page)
    {
        using var feed = new ZlibFeed();
        if (!feed.Unpack(Content(page.Size), new byte[PageSize]))
        {
            Add(RamFailures.CompressedPageBroken, $"{page.Scope}: {page.Block} 0x{page.Address:x}", page.Offset, $"does not inflate to {PageSize} bytes");
        }
    }

    private void CheckPacked(MultifdPacket packet, PacketFeed channel)
    {
        if (channel.Unpack(packet, reader.Payload, new byte[packet.Normal * PageSize]) is { } wrong)
        {
            Add(ChannelFailures.PacketData, packet.Scope, packet.Offset, wrong);
        }
    }

    private byte[] Content(long size)
    {
        var bytes = new byte[size];
        reader.Payload.Read(bytes);
        return bytes;
    }
}
