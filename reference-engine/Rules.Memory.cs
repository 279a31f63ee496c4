namespace Migconf.ReferenceEngine;

/// <content>How memory gets across: dirty pages, channels, snapshots.</content>
public sealed partial record Rules
{
    /// <summary>A page's dirty mark is cleared before the page is read, so that a write in between marks it again.</summary>
    public bool ClearsDirtyBeforeReading { get; init; } = true;

    /// <summary>A hint of a free page clears its mark in the dirty log too, so that it does not come back.</summary>
    public bool HintClearsLog { get; init; } = true;

    /// <summary>One that was not taken before the log is looked at anew is void: the guest may use the page again.</summary>
    public bool HintsBecomeVoid { get; init; } = true;

    /// <summary>What ends a stream marks the error before it wakes the reader: a read that got less is no page.</summary>
    public bool MarksErrorFirst { get; init; } = true;

    /// <summary>A source uses the channels that it opened, whatever it is told later.</summary>
    public bool CountsSendersOnce { get; init; } = true;

    /// <summary>A destination that is told of another number of channels than it expects fails, and does not wait for them.</summary>
    public bool ComparesChannels { get; init; } = true;

    /// <summary>A destination knows a channel by its first words, not by when it arrived.</summary>
    public bool KnowsChannelsByTheirWords { get; init; } = true;

    /// <summary>A destination has a place for each channel that it takes, for one whose number is too high as well.</summary>
    public bool HasPlaceForEachChannel { get; init; } = true;

    /// <summary>Whether pages come on channels, and whether compressed, is settled for a destination when it begins to load.</summary>
    public bool UsesThreadsItStarted { get; init; } = true;

    /// <summary>It waits for the sync of its channels without the big lock.</summary>
    public bool WaitsForChannelsUnlocked { get; init; } = true;

    /// <summary>A channel that ends wakes who waits for its sync.</summary>
    public bool LostChannelWakes { get; init; } = true;

    /// <summary>One that is lost wakes the migration thread, which waits for it to send.</summary>
    public bool LostChannelWakesSource { get; init; } = true;

    /// <summary>Who cleans up waits for each handshake of a channel.</summary>
    public bool JoinsHandshakes { get; init; } = true;

    /// <summary>The main loop goes on while a handshake waits for the other side.</summary>
    public bool HandshakesLeaveMainLoop { get; init; } = true;

    /// <summary><c>yank</c> shuts down a connection that is still in its handshake.</summary>
    public bool YanksHandshakes { get; init; } = true;

    /// <summary>A channel reads on when all have come to the sync: what was sent before is not overtaken.</summary>
    public bool ChannelsWaitForEachOther { get; init; } = true;

    /// <summary>A packet of a channel says of itself what it is, and nothing of the one before it.</summary>
    public bool ClearsPacketFlags { get; init; } = true;

    /// <summary>How many channels a destination expects is decided when it begins to listen.</summary>
    public bool CountsChannelsAtListen { get; init; } = true;

    /// <summary>What changed in a page is told against what was sent of it, not against what it has become.</summary>
    public bool CacheHoldsWhatWasSent { get; init; } = true;

    /// <summary>Told of a flush, a destination waits for the sync of every channel.</summary>
    public bool WaitsForSync { get; init; } = true;

    /// <summary>A destination closes the channels it opened, whatever its capabilities are by then.</summary>
    public bool ClosesWhatItOpened { get; init; } = true;

    /// <summary>It does so at the end of a postcopy too.</summary>
    public bool PostcopyClosesChannels { get; init; } = true;

    /// <summary>A guest that was slowed down for a migration is not when that has ended.</summary>
    public bool ThrottleEnds { get; init; } = true;

    /// <summary>A search for dirty pages that finds none ends.</summary>
    public bool SearchEnds { get; init; } = true;

    /// <summary>The device state of a background snapshot is all written before the guest goes on.</summary>
    public bool SnapshotHoldsDevices { get; init; } = true;

    /// <summary>A change of <c>max-postcopy-bandwidth</c> during the switchover holds.</summary>
    public bool PostcopyLimitHolds { get; init; } = true;

    /// <summary>A postcopy is completed when what came on the preempt channel is there too.</summary>
    public bool AwaitsPreemptChannel { get; init; } = true;

    /// <summary>The source says on that channel that all has been sent.</summary>
    public bool EndsPreemptChannel { get; init; } = true;

    /// <summary>Threads of the destination that answer do so one at a time.</summary>
    public bool AnswersOneAtATime { get; init; } = true;

    /// <summary>Two threads that use one encrypted connection, one for each direction, take turns where both are touched: keys are changed on the way.</summary>
    public bool SessionTakesTurns { get; init; } = true;

    /// <summary>With switchover-ack the guest is not stopped before the destination is ready for it.</summary>
    public bool WaitsForApproval { get; init; } = true;

    /// <summary>A page of a background snapshot is saved before the guest may change it.</summary>
    public bool SavesBeforeUnprotecting { get; init; } = true;
}
