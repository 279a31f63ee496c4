namespace Migconf.Streams.Failures;

/// <summary>What is wrong between two machines whose device tables agree. Facts: wire-format, sections 4.1, 6 and 8.</summary>
public static class PairFailures
{
    /// <summary>Case 14 of the facts.</summary>
    public static FailureClass BlockLength { get; } = new(
        "MIG-STREAM-060",
        "a RAM or ROM block has another length",
        "another amount of memory, or an option ROM or firmware of another size",
        "'Size mismatch: X'",
        "the same memory, romfile and romsize; or a block that may be resized",
        Noticing.Comparison);

    /// <summary>Case 15 of the facts.</summary>
    public static FailureClass BlockName { get; } = new(
        "MIG-STREAM-061",
        "a RAM block has another name",
        "memory backends have other ids, or canonical paths are in use on one side",
        "'Unknown ramblock'",
        "keep the ids; x-use-canonical-path-for-ramblock-id as the source has it",
        Noticing.Comparison);

    /// <summary>Case 16 of the facts.</summary>
    public static FailureClass UnknownToReceiver { get; } = new(
        "MIG-STREAM-062",
        "the stream holds a flag or a command that the receiving release does not know",
        "a newer release sends it by default, or an old one sends what was removed since",
        "'Unknown combination of migration flags', 'MIG_CMD … unknown', 'MIG_CMD … deprecated'",
        "a migration property in hw_compat; use a machine type that both releases have");

    /// <summary>Case 17 of the facts.</summary>
    public static FailureClass Capabilities { get; } = new(
        "MIG-STREAM-063",
        "the two sides have other capabilities or channels",
        "capabilities are set by hand on each side, and few of them are in the stream",
        "'Capability X is off, but received capability is on'; for multifd channels both sides wait for ever",
        "set capabilities and channel counts alike; give the new one an entry in configuration/capabilities",
        Noticing.Comparison);

    /// <summary>Case 18 of the facts.</summary>
    public static FailureClass BackendLimit { get; } = new(
        "MIG-STREAM-064",
        "the state exceeds what the receiver's backend allows",
        "a queue, ring or page size is limited lower on the destination",
        "a check after the load fails, or nothing",
        "a compat property for the limit, checked while loading; for a virtio queue (vring.num) whose source sends a default: migrate once the guest's driver has set the queue up, or without the device",
        Noticing.Receiver);

    /// <summary>Case 19 of the facts.</summary>
    public static FailureClass SemanticLoss { get; } = new(
        "MIG-STREAM-065",
        "the state is valid and incomplete",
        "something the guest can see is kept outside the saved fields",
        "nothing: the guest misbehaves later",
        "compare the decoded state after a round trip, and the guest's behaviour",
        Noticing.Receiver);

    /// <summary>Case 20 of the facts.</summary>
    public static FailureClass TransportCut { get; } = new(
        "MIG-STREAM-066",
        "the connection broke",
        "the network, the peer process, or a time limit ended it",
        "'Input/output error'; in postcopy the status postcopy-paused, once the destination runs",
        "recover with migrate-recover and migrate resume; before the switch start again",
        Noticing.Receiver);

    /// <summary>Case 21 of the facts.</summary>
    public static FailureClass SourceVeto { get; } = new(
        "MIG-STREAM-067",
        "the source refuses to send",
        "a device is marked as unmigratable, or something registered a blocker",
        "'State blocked by non-migratable device'",
        "write a description for the device, or remove what blocks",
        Noticing.Receiver);

    /// <summary>Another machine type.</summary>
    public static FailureClass Machine { get; } = new(
        "MIG-STREAM-068",
        "the machine types differ",
        "an alias such as q35 means another type in every release",
        "'Machine type received is A and local is B'",
        "name the versioned machine type on both sides",
        Noticing.Comparison);

    /// <summary>Another UUID.</summary>
    public static FailureClass Uuid { get; } = new(
        "MIG-STREAM-069",
        "the UUIDs of the machines differ",
        "validate-uuid is on, and the command lines name different ones",
        "'UUID received is … and local is …'",
        "give the source's -uuid to the destination",
        Noticing.Comparison);

    /// <summary>All of this kind.</summary>
    public static IReadOnlyList<FailureClass> All { get; } =
    [
        BlockLength, BlockName, UnknownToReceiver, Capabilities, BackendLimit, SemanticLoss, TransportCut, SourceVeto, Machine, Uuid,
    ];
}
