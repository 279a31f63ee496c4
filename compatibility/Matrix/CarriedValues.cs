using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;

namespace Migconf.Compatibility.Matrix;

/// <summary>The fields of a stream by section and path, to ask whether a value arrived as it was sent.</summary>
internal sealed class CarriedValues
{
    private const string Opaque = "virtio";
    private readonly Dictionary<string, (string Type, WireValue Value)> values = new(StringComparer.Ordinal);

    /// <summary>Those of a stream.</summary>
    internal static CarriedValues Of(StreamContents contents)
    {
        var carried = new CarriedValues();
        foreach (var section in contents.Sections)
        {
            foreach (var (path, type, value) in section.State?.Inside("") ?? [])
            {
                carried.values[$"{section.Header.Name} {section.Header.Instance} {path}"] = (type, value);
            }
        }

        return carried;
    }

    /// <summary>Whether what differs was sent under the same name and type with the value that another stream has. A virtio device sends
    /// some parts only when they differ from its release's defaults, and nothing describes them: of those only equal lengths are compared.</summary>
    internal bool Has(CarriedValues other, Difference found)
    {
        var place = DeviceTrial.Place(found);
        return values.TryGetValue(place, out var one) && other.values.TryGetValue(place, out var two)
            ? one.Type == two.Type && (one.Value.ToString() == two.Value.ToString() || (one.Type == Opaque && one.Value.Length != two.Value.Length))
            : values.Keys.Any(key => IsPart(key, place)) && other.values.Keys.Any(key => IsPart(key, place));
    }

    /// <summary>Whether a field of this name was sent at all.</summary>
    internal bool Knows(Difference found)
    {
        var place = DeviceTrial.Place(found);
        return values.ContainsKey(place) || values.Keys.Any(key => IsPart(key, place));
    }

    /// <summary>Whether a field is in the subsection of a difference.</summary>
    private static bool IsPart(string key, string place) => key.StartsWith($"{place}/", StringComparison.Ordinal);
}
