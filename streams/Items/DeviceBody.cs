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
    public override IEnumerable<ItemField> Fields => State.Inside("").Select(leaf => new ItemField(leaf.Path, leaf.Type, leaf.Value));
}
