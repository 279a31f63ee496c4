using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Checking;

/// <summary>Holds the sections of a stream against its own description: a section that was lost or doubled on the way loads
/// without an error, and shows here. Facts: wire-format, sections 4 and 5.</summary>
internal sealed class DescribedSections
{
    private readonly Dictionary<(string Name, uint Instance), int> counts = [];
    private readonly List<Finding> findings = [];

    /// <summary>What was found so far.</summary>
    internal IReadOnlyList<Finding> Findings => findings;

    /// <summary>Takes the next item.</summary>
    internal void Next(StreamItem item)
    {
        switch (item)
        {
            case SectionHeader { Kind: SectionKind.Full } section when section.Name != "ram":
                Count((section.Name, section.Instance), 1);
                break;
            case DescriptionItem description:
                Compare(description);
                break;
        }
    }

    private void Compare(DescriptionItem description)
    {
        foreach (var device in Read(description))
        {
            Count((device.Name, device.Instance), -1);
        }

        findings.AddRange(counts.Where(one => one.Value != 0).Select(one => new Finding(
            StructureFailures.DescriptionMismatch,
            $"{one.Key.Name} {one.Key.Instance}",
            description.Offset,
            one.Value < 0 ? "it is described and not in the stream" : "it is in the stream more often than it is described")));
    }

    /// <summary>One that cannot be read has been reported by whoever read the stream.</summary>
    private static IReadOnlyList<DeviceDescription> Read(DescriptionItem description)
    {
        try
        {
            return DescriptionParser.Parse(description.Json).Devices;
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private void Count((string Name, uint Instance) key, int more) => counts[key] = counts.GetValueOrDefault(key) + more;
}
