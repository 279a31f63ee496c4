using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;

namespace Migconf.Compatibility.Matrix;

/// <summary>The fields of a stream by section and path, to ask whether a value arrived as it was sent.</summary>
internal sealed class CarriedValues
{
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

    /// <summary>Whether the field of a difference was sent under the same name and type with the value that another stream has.</summary>
    internal bool Has(CarriedValues other, Difference found) =>
        values.TryGetValue(DeviceTrial.Place(found), out var one) && other.values.TryGetValue(DeviceTrial.Place(found), out var two)
        && one.Type == two.Type && one.Value.ToString() == two.Value.ToString();
}
