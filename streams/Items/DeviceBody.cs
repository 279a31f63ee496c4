using Migconf.Streams.Devices;

namespace Migconf.Streams.Items;

/// <summary>The decoded body of a device section.</summary>
public sealed record DeviceBody(StateStructure State) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"{State.Description}, {State.Fields.Count} fields"
        + (State.Subsections.Count == 0 ? "" : $", {State.Subsections.Count} subsections");

    /// <inheritdoc/>
    public override long Length => State.Size;

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => State.Inside("").SelectMany(leaf => leaf.Type == VirtioBody.Type && VirtioBody.Split(leaf.Value.Raw) is { } pieces
        ? pieces.Select(piece => new ItemField($"{leaf.Path}/{piece.Path}", piece.Type, piece.Value))
        : [new ItemField(leaf.Path, leaf.Type, leaf.Value)]);
}
