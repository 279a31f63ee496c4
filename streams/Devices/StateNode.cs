using Migconf.Streams.Bytes;

namespace Migconf.Streams.Devices;

/// <summary>A piece of a device's decoded state.</summary>
/// <param name="Name">Of the field or subsection.</param>
/// <param name="Index">Which element of an array; null for what is none, or is not said to be one.</param>
/// <param name="Type">As the description has it.</param>
public abstract record StateNode(string Name, int? Index, string Type)
{
    /// <summary>Name, and index where there is one.</summary>
    public string Label => Index is { } index ? $"{Name}[{index}]" : Name;

    /// <summary>The fields on the wire below a path, in order.</summary>
    public abstract IEnumerable<(string Path, string Type, WireValue Value)> Leaves(string path);

    private protected static string Below(string path, string label) => path.Length == 0 ? label : $"{path}/{label}";
}

/// <summary>A field that holds one value.</summary>
public sealed record StateLeaf(string Name, int? Index, string Type, WireValue Value) : StateNode(Name, Index, Type)
{
    /// <inheritdoc/>
    public override IEnumerable<(string Path, string Type, WireValue Value)> Leaves(string path) => [(Below(path, Label), Type, Value)];
}

/// <summary>A structure: fields, then subsections.</summary>
/// <param name="Name">Of the field, or of the device.</param>
/// <param name="Index">Which element of an array.</param>
/// <param name="Type">As the description has it.</param>
/// <param name="Description">The name of its description.</param>
/// <param name="Version">Of its description; on the wire for devices and subsections only.</param>
public sealed record StateStructure(
    string Name, int? Index, string Type, string Description, uint Version,
    IReadOnlyList<StateNode> Fields, IReadOnlyList<StateStructure> Subsections)
    : StateNode(Name, Index, Type)
{
    /// <inheritdoc/>
    public override IEnumerable<(string Path, string Type, WireValue Value)> Leaves(string path) =>
        Inside(Below(path, Label));

    /// <summary>As <see cref="Leaves"/>, with the structure's own label left out of the paths.</summary>
    public IEnumerable<(string Path, string Type, WireValue Value)> Inside(string path) =>
        Fields.SelectMany(field => field.Leaves(path)).Concat(Subsections.SelectMany(part => part.Whole(path)));

    private IEnumerable<(string Path, string Type, WireValue Value)> Whole(string path)
    {
        var below = Below(path, Label);
        return
        [
            (below + "/type", "u8", WireValue.U8(Items.ConfigurationPart.Mark)),
            (below + "/name", "cstr", WireValue.Named(Name)),
            (below + "/version", "be32", WireValue.U32(Version)),
            .. Inside(below),
        ];
    }
}
