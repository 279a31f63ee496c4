using Migconf.Streams.Bytes;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Devices;

/// <summary>Decodes the body of a device section by its description.</summary>
public sealed class DeviceDecoder
{
    /// <summary>More fields than any device has; a description that asks for more is damaged.</summary>
    private const int MostFields = 1_000_000;
    private readonly ByteSource source;
    private int left = MostFields;

    private DeviceDecoder(ByteSource source) => this.source = source;

    /// <summary>The state in a section.</summary>
    /// <param name="device">Its description.</param>
    /// <param name="source">At the beginning of the body; at its end afterwards.</param>
    /// <exception cref="StreamException">The body is not laid out so.</exception>
    public static StateStructure Decode(DeviceDescription device, ByteSource source) =>
        new DeviceDecoder(source).Structure(device.Name, null, "device", device.State, Place.Top);

    private StateStructure Structure(string name, int? index, string type, StateDescription state, Place place)
    {
        var fields = new List<StateNode>(state.Fields.Count);
        foreach (var field in state.Fields)
        {
            for (var at = 0; at < field.Count; at++)
            {
                if (--left < 0)
                {
                    throw source.Fail(StructureFailures.TooLarge, place.ToString(), $"more than {MostFields} fields");
                }

                fields.Add(Field(field, field.IsArray ? at : field.Index, place));
            }
        }

        var parts = new List<StateStructure>(state.Subsections.Count);
        foreach (var part in state.Subsections)
        {
            parts.Add(Subsection(part, new(place, part.Name, null)));
        }

        return new(name, index, type, state.Name, state.Version, fields, parts);
    }

    private StateNode Field(FieldDescription field, int? index, Place place) => field.Inner is { } inner
        ? Structure(field.Name, index, field.Type, inner, new(place, field.Name, index))
        : new StateLeaf(field.Name, index, field.Type, Number(field) ?? Bytes(field, index, place));

    /// <summary>Null for what is no number, or is not there.</summary>
    private WireValue? Number(FieldDescription field)
    {
        var bytes = source.Peek((int)Math.Min(field.Size, FieldTypes.Widest));
        if (bytes.Length < field.Size || FieldTypes.Number(field.Type, bytes) is not { } value)
        {
            return null;
        }

        source.Skip(bytes.Length, field.Name);
        return value;
    }

    private WireValue Bytes(FieldDescription field, int? index, Place place) =>
        WireValue.Bytes(source.Bytes(field.Size, new Place(place, field.Name, index).ToString()));

    private StateStructure Subsection(StateDescription part, Place place)
    {
        var below = place.ToString();
        var at = source.Position;
        var mark = source.U8(below);
        if (mark != ConfigurationPart.Mark)
        {
            throw source.Fail(StructureFailures.DescriptionMismatch, below, $"a subsection begins with 0x05, here is 0x{mark:x2}", at);
        }

        var name = source.Name(below);
        if (name != part.Name)
        {
            throw source.Fail(StructureFailures.DescriptionMismatch, below, $"the subsection here is '{name}'", at);
        }

        var version = source.U32(below);
        return version == part.Version
            ? Structure(part.Name, null, "subsection", part, place)
            : throw source.Fail(StructureFailures.DescriptionMismatch, below, $"version {version} here, {part.Version} in the description", at);
    }

    /// <summary>Where a structure or field lies. It becomes a path where one is shown, which is seldom.</summary>
    private sealed record Place(Place? Above, string Name, int? Index)
    {
        internal static Place Top { get; } = new(null, "", null);

        public override string ToString()
        {
            var label = Index is null ? Name : $"{Name}[{Index}]";
            return Above is null || ReferenceEquals(Above, Top) ? label : $"{Above}/{label}";
        }
    }
}
