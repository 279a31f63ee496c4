namespace Migconf.Wire.Incoming;

/// <summary>How a migration is accepted.</summary>
public sealed record IncomingSettings
{
    /// <summary>Multifd channels that the source uses. Neither side tells the other: both have to be told alike.</summary>
    public int Channels { get; init; }

    /// <summary>In postcopy, pages that are asked for out of turn once the guest would run.</summary>
    public int PageRequests { get; init; } = 32;

    /// <summary>Whether the source waits for word that all devices are ready (capability switchover-ack). Releases before 8.1 do not know the message.</summary>
    public bool SwitchoverAck { get; init; }

    /// <summary>How long the source may be silent on its main stream.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of memory that are kept.</summary>
    public long MostMemory { get; init; } = 4L << 30;
}
