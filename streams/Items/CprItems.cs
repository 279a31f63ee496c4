using Migconf.Streams.Bytes;

namespace Migconf.Streams.Items;

/// <summary>The beginning of a state for a live update (CPR). Facts: wire-format, section 7.</summary>
public sealed record CprHeader(uint Version) : StreamItem
{
    /// <summary>The letters QCPR.</summary>
    public const uint Magic = 0x51435052;

    /// <inheritdoc/>
    public override string Summary => $"CPR state, version {Version}";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U32("magic", Magic), U32("version", Version)];
}

/// <summary>A file descriptor that is handed over.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Id">Which of several of that name.</param>
/// <param name="Number">Its number with cpr-exec; null with cpr-transfer, where it travels beside the bytes.</param>
public sealed record CprDescriptor(string Name, uint Id, uint? Number) : StreamItem
{
    /// <summary>Stands for a descriptor that travels beside the bytes.</summary>
    public const byte Elsewhere = 0x20;

    /// <inheritdoc/>
    public override string Summary => $"descriptor {Name} {Id}" + (Number is { } number ? $" = {number}" : "");

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
    [
        U8("more", 1), U32("namelen", (uint)Name.Length + 1), new("name", "bytes", WireValue.Plain(Name + '\0')), U32("id", Id),
        Number is { } number ? U32("fd", number) : U8("fd", Elsewhere),
    ];
}

/// <summary>The end of a list.</summary>
public sealed record CprListEnd : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => "end of list";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U8("more", 0)];
}

/// <summary>The head of a subsection.</summary>
public sealed record CprSubsection(string Name, uint Version) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"subsection {Name}, version {Version}";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U8("type", ConfigurationPart.Mark), Named("name", Name), U32("version", Version)];
}
