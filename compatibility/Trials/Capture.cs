namespace Migconf.Compatibility.Trials;

/// <summary>How far the source of a trial came.</summary>
public enum CaptureEnd
{
    /// <summary>Its stream was taken.</summary>
    Sent,

    /// <summary>The machine with this device does not start.</summary>
    NotCreated,

    /// <summary>It starts, and a migration is refused.</summary>
    Blocked,

    /// <summary>A signal ended the process.</summary>
    Crashed,

    /// <summary>It did not answer.</summary>
    Hung,
}

/// <summary>What a release sends for a setup.</summary>
/// <param name="End">How far it came.</param>
/// <param name="Path">The file with the stream, where there is one.</param>
/// <param name="Words">What QEMU said, where it said anything.</param>
/// <param name="Regions">Of its PCI devices; none where there is no stream.</param>
public sealed record Capture(CaptureEnd End, string Path, string Words, IReadOnlyList<PciRegion> Regions)
{
    /// <summary>A source that sends nothing.</summary>
    public Capture(CaptureEnd end, string words)
        : this(end, "", words, [])
    {
    }
}
