namespace Migconf.Streams.Converting;

/// <summary>What surrounds the sections of a stream. Facts: wire-format, section 1.</summary>
public enum Frame
{
    /// <summary>As the stream has it, or as the named machine type wants it.</summary>
    Usual,

    /// <summary>With configuration and footers, as machine types from 2.4 on want it.</summary>
    Modern,

    /// <summary>With neither, as machine types up to 2.3 want it.</summary>
    Legacy,
}

/// <summary>For whom a stream is written.</summary>
public sealed record ConversionTarget
{
    /// <summary>The machine type; null for that of the stream.</summary>
    public string? Machine { get; init; }

    /// <summary>The release that is to load it, such as <c>7.2</c>; null for any.</summary>
    public string? Release { get; init; }

    /// <summary>What surrounds the sections.</summary>
    public Frame Frame { get; init; }

    /// <summary>The UUID that the stream names; null for what it says, and all zeros for none.</summary>
    public Guid? Uuid { get; init; }
}
