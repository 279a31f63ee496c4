using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;

namespace Migconf.Compatibility.Matrix;

/// <summary>The fields of a stream by section and path, to ask whether something arrived as it was sent.</summary>
internal sealed class CarriedValues
{
    private const string Opaque = "virtio";
    private const string Unused = "unused_buffer";
    private readonly Dictionary<string, Leaf> leaves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Leaf>> sections = new(StringComparer.Ordinal);

    /// <summary>Those of a stream.</summary>
    internal static CarriedValues Of(StreamContents contents)
    {
        var carried = new CarriedValues();
        foreach (var section in contents.Sections)
        {
            var title = $"{section.Header.Name} {section.Header.Instance}";
            var all = carried.sections[title] = [];
            long offset = 0;
            foreach (var (path, type, value) in section.State?.Inside("") ?? [])
            {
                var leaf = new Leaf(title, type, offset, value);
                carried.leaves[$"{title} {path}"] = leaf;
                all.Add(leaf);
                offset += value.Length;
            }
        }

        return carried;
    }

    /// <summary>Whether what differs was sent just so, under its own name or another: then it was carried over, and the releases merely
    /// start with other values. Bytes that the source sends as unused say nothing. A virtio device sends some parts only when they
    /// differ from its release's defaults, and nothing describes them: of those only equal lengths are compared.</summary>
    /// <param name="sentOn">What the destination sends after the load.</param>
    /// <param name="found">A difference between that and the destination's own machine.</param>
    internal bool Has(CarriedValues sentOn, Difference found)
    {
        var place = DeviceTrial.Place(found);
        if (!sentOn.leaves.TryGetValue(place, out var now))
        {
            return (leaves.Keys.Any(key => IsPart(key, place)) && sentOn.leaves.Keys.Any(key => IsPart(key, place)))
                || (IsInOpaque(place) && sentOn.IsInOpaque(place));
        }

        return leaves.TryGetValue(place, out var sent) && sent.Type == now.Type && sent.Value.Length == now.Value.Length
            ? sent.Value.ToString() == now.Value.ToString()
            : now.Type == Opaque || IsAt(now);
    }

    /// <summary>Whether a field of this name was sent at all.</summary>
    internal bool Knows(Difference found)
    {
        var place = DeviceTrial.Place(found);
        return leaves.ContainsKey(place) || leaves.Keys.Any(key => IsPart(key, place));
    }

    /// <summary>Whether the section holds these bytes in the same place, in fields that mean something.</summary>
    private bool IsAt(Leaf wanted)
    {
        var covering = sections.GetValueOrDefault(wanted.Section, [])
            .Where(one => one.Offset < wanted.Offset + wanted.Value.Length && wanted.Offset < one.Offset + one.Value.Length).ToList();
        if (covering.Count == 0 || covering.Exists(one => one.Type == Unused))
        {
            return false;
        }

        byte[] bytes = [.. covering.SelectMany(one => Bytes(one.Value))];
        var at = (int)(wanted.Offset - covering[0].Offset);
        return at >= 0 && at + wanted.Value.Length <= bytes.Length && bytes.AsSpan(at, (int)wanted.Value.Length).SequenceEqual(Bytes(wanted.Value));
    }

    /// <summary>Whether a place is in a field whose parts nothing describes.</summary>
    private bool IsInOpaque(string place) => leaves.Any(one => one.Value.Type == Opaque && IsPart(place, one.Key));

    /// <summary>Whether a field is in the subsection of a difference.</summary>
    private static bool IsPart(string key, string place) => key.StartsWith($"{place}/", StringComparison.Ordinal);

    private static byte[] Bytes(WireValue value)
    {
        using var stream = new MemoryStream();
        value.WriteTo(stream);
        return stream.ToArray();
    }

    private sealed record Leaf(string Section, string Type, long Offset, WireValue Value);
}
