using Migconf.Streams.Descriptions;

namespace Migconf.Streams.Reading;

/// <summary>How a stream is read.</summary>
public sealed record ReaderOptions
{
    /// <summary>The most bytes of one thing (a device's body, a description) that are kept in memory; below 2 GiB.</summary>
    public long MostMemory { get; init; } = 64L * 1024 * 1024;

    /// <summary>Describes the device sections of a stream that carries no description, such as one of postcopy.</summary>
    public VmDescription? Description { get; init; }

    /// <summary>Whether device sections stay bytes, for readers that want pages only.</summary>
    public bool LeaveDevicesOpaque { get; init; }
}
