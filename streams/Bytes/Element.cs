namespace Migconf.Streams.Bytes;

/// <summary>One field of a stream. The elements of a stream follow each other without gap or overlap.</summary>
/// <param name="Offset">Where it begins, in bytes from the beginning of the stream.</param>
/// <param name="Path">Where it belongs: section, structures and field, separated by <c>/</c>.</param>
/// <param name="Type">What it is: <c>be32</c>, <c>cstr</c>, or the type of a device's field such as <c>uint8</c>.</param>
/// <param name="Value">What it holds.</param>
public readonly record struct Element(long Offset, string Path, string Type, WireValue Value)
{
    /// <summary>Bytes it takes.</summary>
    public long Length => Value.Length;
}
