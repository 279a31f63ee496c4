using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>Deviations in how pages travel: multifd, xbzrle.</summary>
internal static class RamDeviations
{
    internal static readonly Deviation[] Multifd =
    [
        new(
            "channels-not-compared",
            "a destination is not told how many channels come: it waits for ever for those that do not, and loses what is sent on those that come too many",
            "facts: wire-format, section 8; seen on 5.2, 7.2, 10.0 and 11.1, with a completed migration and lost pages on 5.2 and 10.0",
            ["5.2", "7.2", "10.0", "11.1"],
            "RAM-1",
            rules => rules with { ComparesChannels = false }),
        new(
            "channels-by-arrival-order",
            "the connection that arrives first is taken for the main one",
            "facts: defects, F1 and E13; fixed in 8.0; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "CHAN-1",
            rules => rules with { KnowsChannelsByTheirWords = false }),
        new(
            "channel-beyond-the-table",
            "a destination takes a channel whose number is one too high, for which its table has no place, and may end by a signal",
            "seen on 7.2: SIGSEGV in 1 run of 11 with a source of 10.0 that makes one channel more; in 4 its main loop hangs",
            ["7.2"],
            "STATE-7",
            rules => rules with { KnowsChannelsByTheirWords = false, HasPlaceForEachChannel = false }),
        new(
            "channel-sync-holds-lock",
            "a destination waits for its channels with the big lock held, and answers nobody",
            "seen on 5.2 and 7.2: a channel is cut, and the main loop hangs",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { WaitsForChannelsUnlocked = false, LostChannelWakes = false }),
        new(
            "lost-channel-keeps-source",
            "a channel is lost and the status is failed, but the migration thread waits for it for ever: nothing is cleaned up, the destination is told nothing",
            "seen on 5.2 and 7.2: the source failed, the destination active for ever",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { LostChannelWakesSource = false }),
        new(
            "stale-packet-flags",
            "the packet after a sync still carries its flag: the reader takes it for another sync",
            "facts: defects, F4; fixed before 9.2",
            [],
            "CHAN-2",
            rules => rules with { ClearsPacketFlags = false }),
        new(
            "channels-overtake-each-other",
            "a channel reads on before all have come to the sync: an older page may be installed after a newer one",
            "facts: defects, law 21 PageExact",
            [],
            "RAM-1",
            rules => rules with { ChannelsWaitForEachOther = false }),
        new(
            "sync-not-awaited",
            "a destination goes on though pages are under way on its channels",
            "facts: defects, law 26 StreamDrained",
            [],
            "CHAN-2",
            rules => rules with { WaitsForSync = false }),
        new(
            "channels-into-a-pipe-crash",
            "a migration with multifd to an address that takes one channel (exec:) is accepted, and ends the process by a signal",
            "seen on 5.2; 7.2 fails it, later releases refuse it",
            ["5.2"],
            "STATE-7",
            rules => rules with { SurvivesOneChannel = false }),
        new(
            "channels-counted-late",
            "a destination that listens is told to expect channels: it waits for connections that the source does not make",
            "facts: defects, C3; refused since 8.1",
            ["5.2", "7.2"],
            "PARAM-2",
            rules => rules with { DestinationCapabilitiesHold = false, CountsChannelsAtListen = false }),
        new(
            "channel-count-changed-late",
            "a destination that listens is told of another number of channels: it waits for ever for connections that the source does not make, or, when it loads already, hangs; the source completes",
            "found by generated scenarios; seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "PARAM-2",
            rules => rules with { ParametersHold = false, CountsChannelsAtListen = false })
        {
            Concerns = scenario => scenario.Steps.OfType<CommandStep>().Any(step => step.Arguments.ContainsKey("multifd-channels")),
        },
        new(
            "sending-channels-recounted",
            "a source that sends is told of another number of channels: of more, it uses some that it never made and crashes; of fewer, it forgets some, and aborts at the end, and the destination waits for them for ever with the big lock held",
            "seen on 5.2, 7.2, 10.0 and 11.1 (of fewer, 5.2 completes)",
            ["5.2", "7.2", "10.0", "11.1"],
            "PARAM-2",
            rules => rules with { ParametersHold = false, CountsSendersOnce = false, WaitsForChannelsUnlocked = false, LostChannelWakes = false })
        {
            Concerns = scenario => scenario.Steps.OfType<CommandStep>().Any(step => step.Arguments.ContainsKey("multifd-channels")),
        },
        new(
            "forgotten-channels-abort",
            "a destination that is told while it loads to do without channels aborts when it has loaded",
            "facts: defects, C1; seen on 7.2, 10.0 and 11.1",
            ["7.2", "10.0", "11.1"],
            "PARAM-2",
            rules => rules with { DestinationCapabilitiesHold = false, ClosesWhatItOpened = false }),
        new(
            "threads-never-started",
            "a destination that is told while it loads to expect channels, or compressed pages, uses threads that it never started, and ends by a signal",
            "facts: defects, C1; seen on 5.2 and 7.2 in 2 runs of 40 each: SIGSEGV with multifd, SIGABRT with compress",
            ["5.2", "7.2"],
            "PARAM-2",
            rules => rules with { DestinationCapabilitiesHold = false, UsesThreadsItStarted = false }),
        new(
            "channels-left-after-postcopy",
            "a destination whose memory came on channels, and then by postcopy, aborts when the last page has come: the guest that runs there is lost",
            "facts: defects, B9; fixed in 8.0; seen on 7.2",
            ["7.2"],
            "STATE-7",
            rules => rules with { PostcopyClosesChannels = false }),
        new(
            "fails-again",
            "the migration thread fails what a channel has failed already",
            "facts: control-plane, section 1.1; seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-2",
            rules => rules with { FailsOnce = false })
        {
            Shows = [(MigrationStatus.Failed, MigrationStatus.Failed), (MigrationStatus.Failing, MigrationStatus.Failing)],
        },
    ];

    internal static readonly Deviation[] All =
    [
        new(
            "delta-against-the-live-page",
            "what changed in a page is told against what the page has become, not against what was sent of it",
            "facts: defects, F6",
            [],
            "RAM-2",
            rules => rules with { CacheHoldsWhatWasSent = false }),
        new(
            "skipped-page-comes-back",
            "a page that the guest gave back is left out of what is to be sent, and stays in the dirty log: it comes back when that is looked at anew",
            "facts: defects, G1; fixed in 6.1; not seen",
            ["5.2"],
            "RAM-3",
            rules => rules with { HintClearsLog = false })
        {
            Concerns = scenario => scenario.Source.FreePageHints,
        },
        new(
            "void-hint-taken",
            "a hint is taken though the guest may use the page again: what it has written there since is lost",
            "facts: defects, law 22 DirtyNoLoss",
            [],
            "RAM-1",
            rules => rules with { HintsBecomeVoid = false })
        {
            Concerns = scenario => scenario.Source.FreePageHints,
        },
        new(
            "throttle-outlives-migration",
            "a guest that was slowed down so that its memory could be sent stays so when it goes on here",
            "facts: control-plane, section 7; seen in no release",
            [],
            "STATE-9",
            rules => rules with { ThrottleEnds = false })
        {
            Concerns = scenario => scenario.Source.BusyGuest,
        },
        new(
            "search-never-ends",
            "a source that finds no dirty page left when it completes looks for one for ever",
            "facts: defects, E16; fixed in 7.2; not seen",
            [],
            "LIVE-1",
            rules => rules with { SearchEnds = false }),
        new(
            "snapshot-lacks-devices",
            "a background snapshot is written without the device state, which was still in a buffer",
            "facts: defects, F11; fixed in 6.0",
            [],
            "STATE-8",
            rules => rules with { SnapshotHoldsDevices = false }),
        new(
            "snapshot-unprotects-first",
            "a page of a background snapshot may be changed before it is saved",
            "facts: defects, law 21 PageExact",
            [],
            "RAM-1",
            rules => rules with { SavesBeforeUnprotecting = false }),
        new(
            "switches-over-unapproved",
            "with switchover-ack the guest is stopped before the destination is ready",
            "facts: control-plane, section 7",
            [],
            "STATE-6",
            rules => rules with { WaitsForApproval = false }),
        new(
            "answers-at-once",
            "two threads of a destination write to the return path at once",
            "facts: defects, law 28 ChannelOneWriter",
            [],
            "CHAN-3",
            rules => rules with { AnswersOneAtATime = false }),
    ];
}
