using Migconf.Streams.Bytes;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Devices;

/// <summary>Decodes the body of a device section by its description.</summary>
public static class DeviceDecoder
{
    /// <summary>More fields than any device has; a description that asks for more is damaged.</summary>
    private const int MostFields = 1_000_000;

    /// <summary>The state in a section.</summary>
    /// <param name="device">Its description.</param>
    /// <param name="source">At the beginning of the body; at its end afterwards.</param>
    /// <exception cref="StreamException">The body is not laid out so.</exception>
    public static StateStructure Decode(DeviceDescription device, ByteSource source)
    {
        var left = MostFields;
        return Structure(device.Name, null, "device", device.State, source, "", ref left);
    }

    private static StateStructure Structure(
        string name, int? index, string type, StateDescription state, ByteSource source, string path, ref int left)
    {
        var fields = new List<StateNode>(state.Fields.Count);
        foreach (var field in state.Fields)
        {
            for (var at = 0; at < field.Count; at++)
            {
                if (--left < 0)
                {
                    throw source.Fail(StructureFailures.TooLarge, path, $"more than {MostFields} fields");
                }

                fields.Add(Field(field, field.IsArray ? at : field.Index, source, path, ref left));
            }
        }

        var parts = new List<StateStructure>(state.Subsections.Count);
        foreach (var part in state.Subsections)
        {
            parts.Add(Subsection(part, source, path, ref left));
        }

        return new(name, index, type, state.Name, state.Version, fields, parts);
    }

    private static StateNode Field(FieldDescription field, int? index, ByteSource source, string path, ref int left)
    {
        var below = (path.Length == 0 ? field.Name : $"{path}/{field.Name}") + (index is null ? "" : $"[{index}]");
        return field.Inner is { } inner
            ? Structure(field.Name, index, field.Type, inner, source, below, ref left)
            : new StateLeaf(field.Name, index, field.Type, FieldTypes.Read(field.Type, source.Bytes(field.Size, below)));
    }

    private static StateStructure Subsection(StateDescription part, ByteSource source, string path, ref int left)
    {
        var below = path.Length == 0 ? part.Name : $"{path}/{part.Name}";
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
            ? Structure(part.Name, null, "subsection", part, source, below, ref left)
            : throw source.Fail(StructureFailures.DescriptionMismatch, below, $"version {version} here, {part.Version} in the description", at);
    }
}
