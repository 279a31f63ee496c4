using Migconf.Implementations.Guests;
using Migconf.Wire.Outgoing;

namespace Migconf.Implementations.Hops;

/// <summary>How a guest goes from a QEMU through the reference to another QEMU.</summary>
public sealed record HopSettings
{
    /// <summary>The machine type of both; null for <c>pc-i440fx-</c> and the older release.</summary>
    public string? Machine { get; init; }

    /// <summary>Memory of the guest, in MiB.</summary>
    public int Megabytes { get; init; } = 16;

    /// <summary>Memory of the destination's machine, in MiB; null for as much, which is what migration needs.</summary>
    public int? DestinationMegabytes { get; init; }

    /// <summary>The guest.</summary>
    public RewritingGuest Guest { get; init; } = new();

    /// <summary>The accelerator of both.</summary>
    public string Accelerator { get; init; } = "tcg";

    /// <summary>Whether the source opens a return path.</summary>
    public bool ReturnPath { get; init; } = true;

    /// <summary>MiB a second that the source sends in precopy at most: fast enough to converge, slow enough for several passes.</summary>
    public int Bandwidth { get; init; } = 96;

    /// <summary>Multifd channels from the source to the reference; 0 for none.</summary>
    public int Channels { get; init; }

    /// <summary>How they are compressed: <c>none</c>, <c>zlib</c> or <c>zstd</c>.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>Whether the source switches to postcopy.</summary>
    public bool Postcopy { get; init; }

    /// <summary>Whether the source pauses in postcopy, which breaks its connections, and resumes.</summary>
    public bool Recover { get; init; }

    /// <summary>Whether the source has a channel for urgent pages (7.2 and later).</summary>
    public bool Preempt { get; init; }

    /// <summary>Capabilities of the source beside these, such as <c>xbzrle</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>How the reference sends the machine on.</summary>
    public OutgoingSettings Forward { get; init; } = new();

    /// <summary>How long one hop may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether the guest goes from QEMU to QEMU without the reference, for comparison.</summary>
    public bool Direct { get; init; }
}
