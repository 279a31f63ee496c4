using Migconf.Streams.Bytes;

namespace Migconf.Streams.Items;

/// <summary>The kinds of sections, by their byte on the wire. Facts: wire-format, section 1.</summary>
public enum SectionKind
{
    /// <summary>The first part of a live section.</summary>
    Start = 1,

    /// <summary>A further part of it.</summary>
    Part = 2,

    /// <summary>Its last part.</summary>
    End = 3,

    /// <summary>A section that comes in one piece: a device.</summary>
    Full = 4,
}

/// <summary>Magic number and version, the first eight bytes.</summary>
public sealed record StreamHeader(uint Version) : StreamItem
{
    /// <summary>The letters QEVM.</summary>
    public const uint Magic = 0x5145564d;

    /// <summary>The version that every release since 0.13 writes.</summary>
    public const uint Current = 3;

    /// <inheritdoc/>
    public override string Summary => $"migration stream, version {Version}";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U32("magic", Magic), U32("version", Version)];
}

/// <summary>The machine type, and what both sides must agree on.</summary>
/// <param name="Machine">The machine type's name, such as <c>pc-q35-10.0</c>.</param>
/// <param name="Subsections">In the order of the stream.</param>
public sealed record MachineConfiguration(string Machine, IReadOnlyList<ConfigurationPart> Subsections) : StreamItem
{
    /// <summary>The byte it begins with.</summary>
    public const byte Mark = 7;

    /// <inheritdoc/>
    public override string Summary => string.Join(", ", Subsections.Select(part => part.Summary).Prepend($"machine {Machine}"));

    /// <summary>Names of the capabilities in it.</summary>
    public IReadOnlyList<string> Capabilities => Subsections.OfType<CapabilityPart>().FirstOrDefault()?.Names ?? [];

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
    [
        U8("type", Mark), U32("len", (uint)Machine.Length), new("name", "bytes", WireValue.Plain(Machine)),
        .. Subsections.SelectMany(part => part.Fields),
    ];
}

/// <summary>A subsection of the configuration.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Version">1.</param>
public abstract record ConfigurationPart(string Name, uint Version)
{
    /// <summary>The byte that begins a subsection.</summary>
    public const byte Mark = 5;

    /// <summary>One line for people.</summary>
    public abstract string Summary { get; }

    /// <summary>Its fields, mark and name first.</summary>
    public IEnumerable<ItemField> Fields =>
    [
        new($"{Name}/type", "u8", WireValue.U8(Mark)), new($"{Name}/name", "cstr", WireValue.Named(Name)),
        new($"{Name}/version", "be32", WireValue.U32(Version)), .. Content,
    ];

    private protected abstract IEnumerable<ItemField> Content { get; }
}

/// <summary>Bits of a target page, on targets where they vary.</summary>
public sealed record PageBitsPart(uint Version, uint Bits) : ConfigurationPart(FullName, Version)
{
    /// <summary>What the stream calls it.</summary>
    public const string FullName = "configuration/target-page-bits";

    /// <inheritdoc/>
    public override string Summary => $"pages of {1L << (int)Bits} bytes";

    private protected override IEnumerable<ItemField> Content => [new($"{Name}/bits", "be32", WireValue.U32(Bits))];
}

/// <summary>Capabilities that both sides must have.</summary>
public sealed record CapabilityPart(uint Version, IReadOnlyList<string> Names) : ConfigurationPart(FullName, Version)
{
    /// <summary>What the stream calls it.</summary>
    public const string FullName = "configuration/capabilities";

    /// <inheritdoc/>
    public override string Summary => $"capabilities {string.Join(", ", Names)}";

    private protected override IEnumerable<ItemField> Content =>
    [
        new($"{Name}/count", "be32", WireValue.U32((uint)Names.Count)),
        .. Names.Select((one, index) => new ItemField($"{Name}/{index}", "cstr", WireValue.Named(one))),
    ];
}

/// <summary>The machine's UUID.</summary>
public sealed record UuidPart(uint Version, Guid Uuid) : ConfigurationPart(FullName, Version)
{
    /// <summary>What the stream calls it.</summary>
    public const string FullName = "configuration/uuid";

    /// <inheritdoc/>
    public override string Summary => $"uuid {Uuid}";

    private protected override IEnumerable<ItemField> Content =>
        [new($"{Name}/data", "bytes", WireValue.Bytes(Uuid.ToByteArray(bigEndian: true)))];
}

/// <summary>The beginning of a section or of a part of one.</summary>
/// <param name="Kind">Start and full carry name, instance and version; part and end only the id.</param>
/// <param name="Id">What ties the parts together; a number of the sending process without further meaning.</param>
/// <param name="Name">The device's name, with its place where it has one.</param>
/// <param name="Instance">Which of several of that name.</param>
/// <param name="Version">The version of its description; for parts that of the start.</param>
public sealed record SectionHeader(SectionKind Kind, uint Id, string Name, uint Instance, uint Version) : StreamItem
{
    /// <summary>Name and id, as every tool shows them.</summary>
    public string Title => $"{Name} ({Id})";

    /// <inheritdoc/>
    public override string Summary => Kind is SectionKind.Start or SectionKind.Full
        ? $"{Kind.ToString().ToLowerInvariant()} instance {Instance} version {Version}"
        : Kind.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => Kind is SectionKind.Part or SectionKind.End
        ? [U8("type", (uint)Kind), U32("id", Id)]
        : [U8("type", (uint)Kind), U32("id", Id), Named("idstr", Name), U32("instance", Instance), U32("version", Version)];
}

/// <summary>What closes a section.</summary>
public sealed record SectionFooter(uint Id) : StreamItem
{
    /// <summary>The byte it begins with.</summary>
    public const byte Mark = 0x7e;

    /// <inheritdoc/>
    public override string Summary => "footer";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U8("footer", Mark), U32("footer id", Id)];
}

/// <summary>A body that nothing describes; its end was found by its footer.</summary>
public sealed record OpaqueBody(byte[] Content) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"{Content.Length} bytes without description";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [Raw("data", Content)];
}

/// <summary>What ends the sections of a stream or of a package.</summary>
public sealed record EndOfSections : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => "end of sections";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [U8("eof", 0)];
}

/// <summary>The description of the device sections, after their end.</summary>
/// <param name="Json">UTF-8 text.</param>
public sealed record DescriptionItem(byte[] Json) : StreamItem
{
    /// <summary>The byte it begins with.</summary>
    public const byte Mark = 6;

    /// <inheritdoc/>
    public override string Summary => $"description of the device state, {Json.Length} bytes";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields =>
        [U8("type", Mark), U32("len", (uint)Json.Length), new("description", "json", WireValue.Bytes(Json))];
}

/// <summary>Bytes after the end that belong to nothing.</summary>
public sealed record TrailingBytes(long Count) : StreamItem
{
    /// <inheritdoc/>
    public override string Summary => $"{Count} bytes after the end";

    /// <inheritdoc/>
    public override IEnumerable<ItemField> Fields => [Stored("trailing", "bytes", Count)];
}
