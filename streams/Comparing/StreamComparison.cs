using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Comparing;

/// <summary>Compares the stream of a source with one that the destination itself would send: what differs in layout,
/// and which failure of a migration follows from it. Facts: wire-format, section 8.</summary>
public static class StreamComparison
{
    /// <summary>All differences, the machine's first, then the devices' in the order of the source.</summary>
    /// <param name="source">What is sent.</param>
    /// <param name="destination">What the receiver has.</param>
    public static IReadOnlyList<Difference> Compare(StreamContents source, StreamContents destination) =>
        [.. Machines(source, destination), .. Blocks(source, destination), .. Sections(source, destination)];

    private static IEnumerable<Difference> Machines(StreamContents source, StreamContents destination)
    {
        var (one, other) = (source.Configuration, destination.Configuration);
        if (one?.Machine != other?.Machine)
        {
            yield return new(PairFailures.Machine, "configuration", "name", $"{one?.Machine ?? "none"} and {other?.Machine ?? "none"}");
        }

        var (ours, theirs) = (one?.Capabilities ?? [], other?.Capabilities ?? []);
        if (!ours.Order(StringComparer.Ordinal).SequenceEqual(theirs.Order(StringComparer.Ordinal)))
        {
            yield return new(PairFailures.Capabilities, "configuration", "capabilities", $"[{string.Join(", ", ours)}] and [{string.Join(", ", theirs)}]");
        }

        if (Uuid(one) is { } uuid && Uuid(other) is { } otherUuid && uuid != otherUuid)
        {
            yield return new(PairFailures.Uuid, "configuration", "uuid", $"{uuid} and {otherUuid}");
        }
    }

    private static Guid? Uuid(MachineConfiguration? configuration) =>
        configuration?.Subsections.OfType<UuidPart>().FirstOrDefault()?.Uuid;

    private static IEnumerable<Difference> Blocks(StreamContents source, StreamContents destination)
    {
        var theirs = destination.Blocks.DistinctBy(block => block.Name).ToDictionary(block => block.Name);
        foreach (var block in source.Blocks)
        {
            if (!theirs.TryGetValue(block.Name, out var other))
            {
                yield return new(PairFailures.BlockName, "ram", block.Name, "only in the source");
            }
            else if (other.Used != block.Used)
            {
                yield return new(PairFailures.BlockLength, "ram", block.Name, $"0x{block.Used:x} and 0x{other.Used:x} bytes");
            }
        }

        foreach (var block in destination.Blocks.ExceptBy(source.Blocks.Select(one => one.Name), one => one.Name))
        {
            yield return new(PairFailures.BlockName, "ram", block.Name, "only in the destination");
        }
    }

    private static IEnumerable<Difference> Sections(StreamContents source, StreamContents destination)
    {
        var theirs = destination.Sections.DistinctBy(Key).ToDictionary(Key);
        var lonely = destination.Sections.ExceptBy(source.Sections.Select(Key), Key).ToList();
        foreach (var section in source.Sections)
        {
            if (theirs.TryGetValue(Key(section), out var other))
            {
                foreach (var difference in Pair(section, other))
                {
                    yield return difference;
                }

                continue;
            }

            var title = section.Title;
            var moved = lonely.Find(one => section.State is { } state && one.State?.Description == state.Description);
            if (moved is null)
            {
                yield return new(DeviceFailures.OnlyInSource, title, "", "the destination has no such section");
            }
            else
            {
                lonely.Remove(moved);
                yield return new(DeviceFailures.SectionRenamed, title, "", $"the destination has {moved.Title}");
            }
        }

        foreach (var section in lonely)
        {
            yield return new(DeviceFailures.OnlyInDestination, section.Title, "", "the source does not send it");
        }
    }

    private static IEnumerable<Difference> Pair(SectionContents section, SectionContents other)
    {
        var title = section.Title;
        var (ours, theirs) = (section.Header.Version, other.Header.Version);
        if (ours != theirs)
        {
            var failure = ours > theirs ? DeviceFailures.VersionTooNew : DeviceFailures.VersionTooOld;
            yield return new(failure, title, "version", $"version {ours} and {theirs}");
        }
        else if (section.State is { } state && other.State is { } otherState)
        {
            foreach (var difference in StateComparison.Compare(title, state, otherState))
            {
                yield return difference;
            }
        }
    }

    private static (string Name, uint Instance) Key(SectionContents section) => (section.Header.Name, section.Header.Instance);
}
