using Migconf.Streams.Devices;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Comparing;

/// <summary>A section as it was sent.</summary>
/// <param name="Header">Name, instance, version.</param>
/// <param name="State">Its decoded state; null for what nothing describes.</param>
public sealed record SectionContents(SectionHeader Header, StateStructure? State);

/// <summary>What a stream says of its machine: all but the contents of memory.</summary>
/// <param name="Configuration">Null for old machines.</param>
/// <param name="Blocks">RAM and ROM.</param>
/// <param name="Sections">Devices, in the order of the stream.</param>
public sealed record StreamContents(
    MachineConfiguration? Configuration, IReadOnlyList<RamBlock> Blocks, IReadOnlyList<SectionContents> Sections)
{
    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="Failures.StreamException">It cannot be read on.</exception>
    public static StreamContents Read(ChannelReader reader)
    {
        MachineConfiguration? configuration = null;
        var (blocks, sections) = (new List<RamBlock>(), new List<SectionContents>());
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

        return new(configuration, blocks, sections);
    }
}
