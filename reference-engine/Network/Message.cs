using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Network;

public enum MessageKind
{
    /// <summary>Header and configuration section: the machine type, and how many channels will come beside the main one.</summary>
    Configuration,

    /// <summary>The first words of an encrypted connection, the answer to them, and what follows on the answer.</summary>
    Hello,
    OpenReturnPath,

    /// <summary>RAM setup section: the size of memory.</summary>
    RamSetup,

    /// <summary>The source may go on to postcopy: the destination prepares for it, or refuses.</summary>
    Advise,

    /// <summary>The guest will run on both sides (x-colo): the destination prepares for it, or refuses.</summary>
    EnableColo,

    /// <summary>The guest is to stop on both sides for a checkpoint (x-colo).</summary>
    Checkpoint,

    /// <summary>A page and the version of its content.</summary>
    Page,

    /// <summary>What has changed in a page, and the version that the destination must have of it (xbzrle).</summary>
    Delta,

    /// <summary>The first words of a channel beside the main one: its number (multifd).</summary>
    ChannelHeader,

    /// <summary>On such a channel: what was handed over before the flush has been sent.</summary>
    Sync,

    /// <summary>On the main channel: wait until every channel has come to its sync.</summary>
    Flush,

    /// <summary>Device state, with the guest's run state.</summary>
    DeviceState,

    /// <summary>Which pages are to be discarded (a bit each), device state, and the guest's run state, as one: pages may follow while it
    /// is loaded.</summary>
    Package,

    /// <summary>The guest may run on the destination.</summary>
    Run,
    EndOfStream,

    /// <summary>After a reconnection: which pages have come?</summary>
    AskReceived,

    /// <summary>After a reconnection: go on.</summary>
    Resume,

    /// <summary>Return path: loading has ended; 0 well, 1 not.</summary>
    Shut,

    /// <summary>Return path: the device state is loaded.</summary>
    Loaded,

    /// <summary>Return path: the guest runs here too, and the next checkpoint may come (x-colo).</summary>
    CheckpointReady,

    /// <summary>Return path: the destination is ready for the switchover (switchover-ack).</summary>
    Approved,

    /// <summary>Return path: a virtual CPU waits for this page.</summary>
    Request,

    /// <summary>Return path: the pages that are missing, a bit each.</summary>
    Missing,

    /// <summary>Return path: it goes on.</summary>
    Resumed,
}

/// <summary>One element of the stream, as abstract as the control plane allows.</summary>
public readonly record struct Message(MessageKind Kind, int Number = 0, int Version = 0, RunState Guest = RunState.Running)
    : IStableHash
{
    /// <summary>Of a delta: the version it starts from.</summary>
    public int Base { get; init; }

    /// <summary>Of device state: the guest was suspended when it was stopped.</summary>
    public bool Sleeps { get; init; }

    /// <summary>Of a configuration section: the capabilities that both sides must have or not have, a bit each.</summary>
    public int Capabilities { get; init; }

    /// <summary>Of a configuration section: the UUID that the destination must have; 0: any.</summary>
    public int Uuid { get; init; }

    public ulong StableHash() => Exploration.StableHash.Mix(
        ((ulong)Kind << 32) | (uint)Number,
        ((ulong)Uuid << 60) | ((ulong)Capabilities << 56) | ((ulong)Base << 40) | ((ulong)Version << 8) | (Sleeps ? 0x80UL : 0) | (ulong)Guest);
}
