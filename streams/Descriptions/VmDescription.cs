namespace Migconf.Streams.Descriptions;

/// <summary>What a stream says of its own device sections. Facts: wire-format, section 5.</summary>
/// <param name="PageSize">Bytes of a target page.</param>
/// <param name="Devices">In the order of the stream.</param>
public sealed record VmDescription(int PageSize, IReadOnlyList<DeviceDescription> Devices)
{
    /// <summary>A target page on most machines.</summary>
    public const int UsualPageSize = 4096;
}

/// <summary>One device section.</summary>
/// <param name="Name">As in the section's header.</param>
/// <param name="Instance">As in the section's header.</param>
/// <param name="State">Its fields.</param>
public sealed record DeviceDescription(string Name, uint Instance, StateDescription State);

/// <summary>A description (VMSD): fields, then subsections.</summary>
/// <param name="Name">Its own name, which subsections begin with.</param>
/// <param name="Version">What the sender wrote.</param>
/// <param name="Fields">In the order of the wire.</param>
/// <param name="Subsections">In the order of the wire.</param>
public sealed record StateDescription(
    string Name, uint Version, IReadOnlyList<FieldDescription> Fields, IReadOnlyList<StateDescription> Subsections)
{
    /// <summary>Bytes on the wire, subsections with their heads included.</summary>
    public long Size { get; } = checked(
        Fields.Sum(field => field.TotalSize) + Subsections.Sum(part => part.Size + part.Name.Length + SubsectionHead));

    /// <summary>Mark, length of the name, version.</summary>
    internal const int SubsectionHead = 6;
}

/// <summary>A field, or one of several of one name.</summary>
/// <param name="Name">As in the sender's table.</param>
/// <param name="Type">Such as <c>uint8</c>, <c>struct</c>, <c>timer</c>.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="Count">How many elements follow each other; 1 for what is no array.</param>
/// <param name="IsArray">Whether the description says it is an array.</param>
/// <param name="Index">Which element of an array whose elements are described one by one; releases differ in
/// whether they say so.</param>
/// <param name="Inner">What a structure holds.</param>
public sealed record FieldDescription(
    string Name, string Type, long Size, int Count, bool IsArray, int? Index, StateDescription? Inner)
{
    /// <summary>Bytes of all elements.</summary>
    public long TotalSize => checked(Size * Count);
}
