using Migconf.Streams.Bytes;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;

namespace Migconf.Streams.Comparing;

/// <summary>Compares the states of one device. Names of fields are not on the wire: a field that was only renamed
/// differs in nothing.</summary>
internal static class StateComparison
{
    internal const string ConfigType = "pci config";

    /// <summary>Bytes or letters that are shown in full.</summary>
    private const int Longest = 60;

    /// <summary>Two streams do not say what a receiver knows: it may know what it would not send itself.</summary>
    private const string OnlySent = "only in the source: refused by a receiver that does not know it, and no loss where it does";

    internal static IEnumerable<Difference> Compare(string section, StateStructure source, StateStructure destination) =>
        Structures(section, "", source, destination, isNested: false);

    private static IEnumerable<Difference> Structures(string section, string path, StateStructure source, StateStructure destination, bool isNested)
    {
        var fields = source.Fields.Count == destination.Fields.Count
            ? source.Fields.Zip(destination.Fields).SelectMany(pair => Fields(section, path, destination.Description, pair.First, pair.Second))
            : FieldAlignment.Of(source.Fields, destination.Fields) is { } groups
                ? groups.SelectMany(group => Groups(section, path, destination.Description, group.Source, group.Destination))
            : Unequal(section, path, source, destination, isNested);
        return fields.Concat(Subsections(section, path, source, destination));
    }

    /// <param name="section">The section's title.</param>
    /// <param name="path">Of the structure the fields are in.</param>
    /// <param name="description">The name of that structure's description.</param>
    /// <param name="source">What is sent.</param>
    /// <param name="destination">What the receiver has.</param>
    private static IEnumerable<Difference> Fields(string section, string path, string description, StateNode source, StateNode destination) => (source, destination) switch
    {
        (StateStructure one, StateStructure other) => Structures(section, Below(path, source), one, other, isNested: true),
        (StateLeaf one, StateLeaf other) => Leaves(section, Below(path, source), description, one, other),
        _ => [new(DeviceFailures.FieldWidth, section, Below(path, source), $"{source.Type} and {destination.Type}")],
    };

    private static IEnumerable<Difference> Leaves(string section, string path, string description, StateLeaf source, StateLeaf destination)
    {
        if (source.Value.Length != destination.Value.Length && InParts(section, path, source, destination) is { Count: > 0 } parts)
        {
            foreach (var part in parts)
            {
                yield return part;
            }
        }
        else if (source.Value.Length != destination.Value.Length)
        {
            yield return new(
                DeviceFailures.FieldWidth, section, path,
                $"{source.Type} of {source.Value.Length} bytes and {destination.Type} of {destination.Value.Length}");
        }
        else if (source.Type == ConfigType && PciConfig.Refused(source.Value.Raw.Span, destination.Value.Raw.Span) is { } at)
        {
            yield return new(
                DeviceFailures.PciConfig, section, path,
                $"byte 0x{at:x}: 0x{source.Value.Raw.Span[at]:x2} and 0x{destination.Value.Raw.Span[at]:x2}");
        }
        else if (source.Type == VirtioBody.Type && Configs(source, destination) is var (ours, theirs) && PciConfig.Refused(ours.Span, theirs.Span) is { } of)
        {
            yield return new(DeviceFailures.PciConfig, section, path, $"pci/config byte 0x{of:x}: 0x{ours.Span[of]:x2} and 0x{theirs.Span[of]:x2}");
        }
        else if (!IsSame(source.Value, destination.Value))
        {
            var failure = CheckedFields.MustBeEqual(description, destination) ? DeviceFailures.EqualField : null;
            yield return new(failure, section, path, InVirtio(source, destination) ?? FirstDifference(source.Value, destination.Value) ?? $"{Short(source.Value)} and {Short(destination.Value)}");
        }
    }

    /// <summary>Fields that fill the same bytes. A field that gets what the source sends as unused has lost its value.</summary>
    private static IEnumerable<Difference> Groups(string section, string path, string description, IReadOnlyList<StateNode> source, IReadOnlyList<StateNode> destination)
    {
        if (source is [var one] && destination is [var other] && (one.Type == FieldAlignment.Unused) == (other.Type == FieldAlignment.Unused))
        {
            return Fields(section, path, description, one, other);
        }

        var isLost = source.All(field => field.Type == FieldAlignment.Unused) && destination.Any(field => field.Type != FieldAlignment.Unused);
        var isSame = FieldAlignment.Bytes(source).AsSpan().SequenceEqual(FieldAlignment.Bytes(destination));
        var shown = isLost ? destination.First(field => field.Type != FieldAlignment.Unused) : source[0];
        return isSame && !isLost ? []
            : [new(isLost ? PairFailures.SemanticLoss : null, section, Below(path, shown), $"the same bytes are {Names(source)} and {Names(destination)}")];

        static string Names(IReadOnlyList<StateNode> fields) => string.Join(", ", fields.Select(field => $"{field.Label} ({field.Size})"));
    }

    /// <summary>Fields that have no partner of their name, and fields that have.</summary>
    private static IEnumerable<Difference> Unequal(string section, string path, StateStructure source, StateStructure destination, bool isNested)
    {
        var (ours, theirs) = (source.Fields.ToLookup(field => field.Name), destination.Fields.ToLookup(field => field.Name));
        foreach (var group in ours)
        {
            var others = theirs[group.Key].ToList();
            var below = path.Length == 0 ? group.Key : $"{path}/{group.Key}";
            if (others.Count == 0)
            {
                var failure = isNested ? DeviceFailures.NestedFieldsDiffer : DeviceFailures.FieldDropped;
                yield return new(failure, section, below, "the destination has no such field");
            }
            else if (others.Count != group.Count())
            {
                yield return new(DeviceFailures.ArrayLength, section, below, $"{group.Count()} and {others.Count} elements");
            }
            else
            {
                foreach (var difference in group.Zip(others).SelectMany(pair => Fields(section, path, destination.Description, pair.First, pair.Second)))
                {
                    yield return difference;
                }
            }
        }

        foreach (var group in theirs.Where(group => !ours.Contains(group.Key)))
        {
            var failure = isNested ? DeviceFailures.NestedFieldsDiffer : DeviceFailures.FieldsDiffer;
            yield return new(failure, section, path.Length == 0 ? group.Key : $"{path}/{group.Key}", "the source sends no such field");
        }
    }

    private static IEnumerable<Difference> Subsections(string section, string path, StateStructure source, StateStructure destination)
    {
        var theirs = destination.Subsections.DistinctBy(part => part.Name).ToDictionary(part => part.Name);
        foreach (var part in source.Subsections)
        {
            var below = Below(path, part);
            if (!theirs.Remove(part.Name, out var other))
            {
                yield return new(DeviceFailures.SubsectionUnknown, section, below, OnlySent);
            }
            else if (part.Version > other.Version)
            {
                yield return new(DeviceFailures.SubsectionTooNew, section, below, $"version {part.Version} and {other.Version}");
            }
            else
            {
                foreach (var difference in Structures(section, below, part, other, isNested: false))
                {
                    yield return difference;
                }
            }
        }

        foreach (var name in theirs.Keys)
        {
            yield return new(DeviceFailures.SubsectionMissing, section, path.Length == 0 ? name : $"{path}/{name}", "only in the destination");
        }
    }

    private static bool IsSame(WireValue source, WireValue destination) => source.Form == WireForm.Raw && destination.Form == WireForm.Raw
        ? source.Raw.Span.SequenceEqual(destination.Raw.Span)
        : source.ToString() == destination.ToString();

    /// <summary>The configuration spaces in a virtio device, that of the source where the destination has its own: another number of vectors
    /// makes the source's layout unknown. Nothing, and so nothing to refuse, where that of the destination is.</summary>
    private static (ReadOnlyMemory<byte> Source, ReadOnlyMemory<byte> Destination) Configs(StateLeaf source, StateLeaf destination)
    {
        const int Begin = 4;
        return VirtioBody.Split(destination.Value.Raw)?.FirstOrDefault(piece => piece.Type == ConfigType).Value.Raw is { Length: > 0 } own
            ? (source.Value.Raw.Slice(Begin, own.Length), own)
            : default;
    }

    /// <summary>Subsections that only one of two virtio devices has; none for another field, or one whose layout is not known.</summary>
    private static List<Difference> InParts(string section, string path, StateLeaf source, StateLeaf destination)
    {
        var (ours, theirs) = (Parts(source), Parts(destination));
        return
        [
            .. ours.Except(theirs).Select(part => new Difference(DeviceFailures.SubsectionUnknown, section, $"{path}/{part}", OnlySent)),
            .. theirs.Except(ours).Select(part => new Difference(DeviceFailures.SubsectionMissing, section, $"{path}/{part}", "only in the destination")),
        ];

        static List<string> Parts(StateLeaf leaf)
        {
            const string Name = "/name";
            return leaf.Type != VirtioBody.Type ? []
                : [.. (VirtioBody.Split(leaf.Value.Raw) ?? []).Select(piece => piece.Path).Where(one => one.EndsWith(Name, StringComparison.Ordinal)).Select(one => one[..^Name.Length])];
        }
    }

    /// <summary>What differs first in a virtio device; null for another field, or one whose layout is not known.</summary>
    private static string? InVirtio(StateLeaf source, StateLeaf destination)
    {
        if (source.Type != VirtioBody.Type || VirtioBody.Split(source.Value.Raw) is not { } ours || VirtioBody.Split(destination.Value.Raw) is not { } theirs)
        {
            return null;
        }

        var (one, other) = ours.Zip(theirs).First(pair => pair.First.Path != pair.Second.Path || !IsSame(pair.First.Value, pair.Second.Value));
        return one.Path == other.Path ? $"{one.Path} {FirstDifference(one.Value, other.Value) ?? $"{Short(one.Value)} and {Short(other.Value)}"}" : $"{one.Path} and {other.Path}";
    }

    /// <summary>Where long bytes begin to differ; null for what is short enough to show.</summary>
    private static string? FirstDifference(WireValue source, WireValue destination)
    {
        const int Shown = 4;
        var ours = source.Raw.Span;
        var theirs = destination.Raw.Span;
        var at = ours.CommonPrefixLength(theirs);
        return ours.Length <= Longest || at >= Math.Min(ours.Length, theirs.Length) ? null
            : $"{ours.Length} bytes, from byte {at} on {Hex(ours[at..])} and {Hex(theirs[at..])}";

        static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes[..Math.Min(Shown, bytes.Length)]);
    }

    private static string Short(WireValue value)
    {
        var text = value.Length > Longest ? $"{value.Length} bytes" : value.ToString();
        return text.Length <= Longest ? text : text[..Longest] + " …";
    }

    private static string Below(string path, StateNode node) => path.Length == 0 ? node.Label : $"{path}/{node.Label}";
}
