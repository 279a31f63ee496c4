using Migconf.Streams.Bytes;
using Migconf.Streams.Descriptions;

namespace Migconf.Streams.Devices;

/// <summary>A piece of a device's decoded state.</summary>
/// <param name="Name">Of the field or subsection.</param>
/// <param name="Index">Which element of an array; null for what is none, or is not said to be one.</param>
/// <param name="Type">As the description has it.</param>
public abstract record StateNode(string Name, int? Index, string Type)
{
    /// <summary>Name, and index where there is one.</summary>
    public string Label => Index is { } index ? $"{Name}[{index}]" : Name;

    /// <summary>Bytes on the wire of all that lies inside.</summary>
    public abstract long Size { get; }

    /// <summary>The fields on the wire below a path, in order.</summary>
    public IReadOnlyList<(string Path, string Type, WireValue Value)> Leaves(string path)
    {
        var leaves = new List<(string, string, WireValue)>();
        AddTo(leaves, path);
        return leaves;
    }

    internal abstract void AddTo(List<(string Path, string Type, WireValue Value)> leaves, string path);

    private protected static string Below(string path, string label) => path.Length == 0 ? label : $"{path}/{label}";
}

/// <summary>A field that holds one value.</summary>
public sealed record StateLeaf(string Name, int? Index, string Type, WireValue Value) : StateNode(Name, Index, Type)
{
    /// <inheritdoc/>
    public override long Size => Value.Length;

    internal override void AddTo(List<(string Path, string Type, WireValue Value)> leaves, string path) => leaves.Add((Below(path, Label), Type, Value));
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
    public override long Size => Fields.Sum(one => one.Size) + Subsections.Sum(part => part.Size + part.Name.Length + StateDescription.SubsectionHead);

    /// <summary>As <see cref="StateNode.Leaves"/>, with the structure's own label left out of the paths.</summary>
    public IReadOnlyList<(string Path, string Type, WireValue Value)> Inside(string path)
    {
        var leaves = new List<(string, string, WireValue)>();
        AddInside(leaves, path);
        return leaves;
    }

    internal override void AddTo(List<(string Path, string Type, WireValue Value)> leaves, string path) => AddInside(leaves, Below(path, Label));

    private void AddInside(List<(string Path, string Type, WireValue Value)> leaves, string path)
    {
        foreach (var one in Fields)
        {
            one.AddTo(leaves, path);
        }

        foreach (var part in Subsections)
        {
            var below = Below(path, part.Label);
            leaves.Add((below + "/type", "u8", WireValue.U8(Items.ConfigurationPart.Mark)));
            leaves.Add((below + "/name", "cstr", WireValue.Named(part.Name)));
            leaves.Add((below + "/version", "be32", WireValue.U32(part.Version)));
            part.AddInside(leaves, below);
        }
    }
}
