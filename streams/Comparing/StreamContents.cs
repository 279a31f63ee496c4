using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Comparing;

/// <summary>A section as it was sent.</summary>
/// <param name="Header">Name, instance, version.</param>
/// <param name="State">Its decoded state; null for what nothing describes.</param>
public sealed record SectionContents(SectionHeader Header, StateStructure? State)
{
    /// <summary>Name and instance, as comparisons show them.</summary>
    public string Title => $"{Header.Name} {Header.Instance}";

    /// <summary>The PCI configuration space, and the byte of the stream at which it begins; null for a device that sends none.</summary>
    public (long Offset, ReadOnlyMemory<byte> Space)? PciConfig
    {
        get
        {
            const int LengthOfVirtio = 4;
            var (path, type, value) = State?.Inside("").FirstOrDefault(leaf => leaf.Type is StateComparison.ConfigType or VirtioBody.Type) ?? default;
            return type == StateComparison.ConfigType ? (OffsetOf(path)!.Value, value.Raw)
                : type == VirtioBody.Type && VirtioBody.Split(value.Raw)?.FirstOrDefault(piece => piece.Type == StateComparison.ConfigType).Value.Raw is { Length: > 0 } config
                    ? (OffsetOf(path)!.Value + LengthOfVirtio, config)
                : null;
        }
    }

    /// <summary>The byte of the stream at which a field begins, or the first field of a structure; null for one that is not there.</summary>
    /// <param name="path">As <see cref="Difference.Path"/>.</param>
    public long? OffsetOf(string path)
    {
        var offset = Header.Offset + Header.Length;
        foreach (var (below, _, value) in State?.Inside("") ?? [])
        {
            if (below == path || below.StartsWith($"{path}/", StringComparison.Ordinal))
            {
                return offset;
            }

            offset += value.Length;
        }

        return null;
    }
}

/// <summary>What a stream says of its machine: all but the contents of memory.</summary>
/// <param name="Configuration">Null for old machines.</param>
/// <param name="Blocks">RAM and ROM.</param>
/// <param name="Sections">Devices, in the order of the stream.</param>
public sealed record StreamContents(
    MachineConfiguration? Configuration, IReadOnlyList<RamBlock> Blocks, IReadOnlyList<SectionContents> Sections)
{
    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="StreamException">It cannot be read on.</exception>
    public static StreamContents Read(ChannelReader reader)
    {
        var (contents, end) = ReadFar(reader);
        return end is null ? contents : throw end;
    }

    /// <summary>Reads a stream as far as that is possible.</summary>
    /// <returns>What came before, and why it cannot be read on; null when its end was reached.</returns>
    public static (StreamContents Contents, StreamException? End) ReadFar(ChannelReader reader)
    {
        MachineConfiguration? configuration = null;
        StreamException? end = null;
        var (blocks, sections) = (new List<RamBlock>(), new List<SectionContents>());
        try
        {
            foreach (var item in reader.Items())
            {
                switch (item)
                {
                    case MachineConfiguration found:
                        configuration = found;
                        break;
                    case RamBlock block:
                        blocks.Add(block);
                        break;
                    case SectionHeader { Kind: SectionKind.Full or SectionKind.Start } header:
                        sections.Add(new(header, null));
                        break;
                    case DeviceBody body when sections.Count > 0:
                        sections[^1] = sections[^1] with { State = body.State };
                        break;
                }
            }
        }
        catch (StreamException wrong)
        {
            end = wrong;
        }

        return (new(configuration, blocks, sections), end);
    }
}
