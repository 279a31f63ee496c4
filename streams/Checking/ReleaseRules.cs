using Migconf.Streams.Items;

namespace Migconf.Streams.Checking;

/// <summary>What a release does not read although others write it. Facts: wire-format, sections 1 and 2.</summary>
public static class ReleaseRules
{
    /// <summary>The releases that are known.</summary>
    public static IReadOnlyList<string> Releases { get; } = ["5.2", "7.2", "10.0", "11.1"];

    /// <summary>Why a release refuses an item; null when it does not.</summary>
    public static string? Refuses(string release, StreamItem item) => (release, item) switch
    {
        ("5.2" or "7.2", StreamCommand { Kind: CommandKind.SwitchoverStart }) => $"{release} does not know SWITCHOVER_START",
        ("5.2" or "7.2", RamMark { Flags: RamFlags.MultifdFlush }) => $"{release} does not know the flag of a multifd flush",
        ("10.0" or "11.1", RamPage { Form: RamFlags.Compressed }) => $"{release} no longer reads compressed pages",
        ("11.1", StreamCommand { Kind: CommandKind.EnableColo }) => "11.1 no longer reads ENABLE_COLO",
        ("5.2" or "7.2", MultifdPacket { Zero: > 0 }) => $"{release} does not read zero pages in multifd packets",
        ("5.2" or "7.2", MultifdDeviceState) => $"{release} does not know packets with a device's state",
        ("5.2" or "7.2", MappedRegion) => $"{release} does not know mapped-ram",
        _ => null,
    };
}
