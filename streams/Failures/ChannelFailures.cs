namespace Migconf.Streams.Failures;

/// <summary>What is wrong with channels beside the main one.</summary>
public static class ChannelFailures
{
    /// <summary>No channel begins so.</summary>
    public static FailureClass UnknownChannel { get; } = new(
        "MIG-STREAM-030",
        "the file begins as no channel of a migration begins",
        "another kind of file, or the recording of a channel began late",
        "'unknown channel magic' and exit (11.1); older releases take it for what they expect next",
        "name the kind of channel");

    /// <summary>A multifd packet that contradicts itself.</summary>
    public static FailureClass PacketBroken { get; } = new(
        "MIG-STREAM-031",
        "a multifd packet contradicts itself",
        "magic, version, page counts or flags are damaged, or the two sides compress differently",
        "'multifd: received packet magic', 'flags received … flags expected'",
        "set multifd-compression and multifd-channels alike on both sides");

    /// <summary>The data of a packet is not what its header says.</summary>
    public static FailureClass PacketData { get; } = new(
        "MIG-STREAM-032",
        "the data of a multifd packet does not unpack to its pages",
        "the data is damaged, or its compression is one this reader cannot unpack",
        "'multifd … inflate returned', 'multifd … decompressStream returned', or a size that differs",
        "look at the packet with describe; pages that are plain or packed with zlib or zstd are unpacked");

    /// <summary>A message of the return path that does not exist.</summary>
    public static FailureClass ReturnMessage { get; } = new(
        "MIG-STREAM-033",
        "a message on the return path is of no known type or of the wrong length",
        "bytes were damaged, or the destination is newer",
        "the source fails the migration, or pauses it in postcopy",
        "a new message needs a capability that both sides have");

    /// <summary>A CPR state that cannot be read.</summary>
    public static FailureClass CprState { get; } = new(
        "MIG-STREAM-034",
        "the state for a live update (CPR) cannot be read",
        "magic, version, a name or an element mark is damaged",
        "'Not a valid cpr stream' or 'Unsupported cpr version'",
        "both binaries must know CPR; 11.1 cannot hand over to 10.0");

    /// <summary>All of this kind.</summary>
    public static IReadOnlyList<FailureClass> All { get; } = [UnknownChannel, PacketBroken, PacketData, ReturnMessage, CprState];
}
