namespace Migconf.Wire.Outgoing;

/// <summary>How a machine is sent on. It need not be how it arrived.</summary>
public sealed record OutgoingSettings
{
    /// <summary>Whether the destination is asked to answer. Postcopy cannot do without.</summary>
    public bool ReturnPath { get; init; } = true;

    /// <summary>Multifd channels, uncompressed; 0 sends all pages on the main stream.</summary>
    public int Channels { get; init; }

    /// <summary>Whether the guest is given away before its memory is complete.</summary>
    public bool Postcopy { get; init; }

    /// <summary>In postcopy, how many of a hundred pages with contents go ahead of the guest.</summary>
    public int AheadPercent { get; init; } = 50;

    /// <summary>How long the destination may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
