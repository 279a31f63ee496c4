using Migconf.Streams.Bytes;
using Migconf.Streams.Items;

namespace Migconf.Streams.Describing;

/// <summary>A line of an outline: an item, or pages that follow each other.</summary>
/// <param name="Offset">In bytes from the beginning of the stream.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Path">Package and section; empty outside both.</param>
/// <param name="Kind">What it is, such as <c>header</c> or <c>pages</c>.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Item">The item; null for pages.</param>
public sealed record OutlineEntry(long Offset, long Length, string Path, string Kind, string Summary, StreamItem? Item)
{
    /// <summary>The fields; none for pages.</summary>
    public IEnumerable<Element> Elements => Item?.Elements ?? [];
}
