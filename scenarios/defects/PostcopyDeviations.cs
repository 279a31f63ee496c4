using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>Deviations of postcopy and its recovery.</summary>
internal static class PostcopyDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "load-cleaned-up-twice",
            "the thread that loads in postcopy cleans up what the destination cleans up too",
            "facts: defects, B4; fixed before 9.2",
            [],
            "LIFE-1",
            rules => rules with { LoadCleansUpOnce = false }),
        new(
            "pause-of-a-vanished-connection",
            "migrate-pause breaks a connection that the migration thread lets go of at the same time: the source ends by a signal",
            "facts: defects, B12; fixed in 8.2",
            [],
            "STATE-7",
            rules => rules with { HoldsWhatItBreaks = false }),
        new(
            "preempt-channel-not-ended",
            "the source does not say on the preempt channel that all is sent, as older ones do not, and the destination waits for it",
            "facts: defects, E14; fixed before 8.0",
            [],
            "LIVE-1",
            rules => rules with { EndsPreemptChannel = false }),
        new(
            "no-way-back-before-loaded",
            "the source gives the guest away when it has sent the device state, and does not hear that it cannot be loaded",
            "facts: defects, E1; fixed in 10.2",
            ["5.2", "7.2", "10.0"],
            "STATE-6",
            rules => rules with { KeepsGuestUntilLoaded = false, HearsLastWord = false }),
        new(
            "destination-active-too-early",
            "a destination is postcopy-active when it begins to load the device state",
            "facts: defects, E3; fixed in 10.2",
            ["5.2", "7.2", "10.0"],
            "STATE-6",
            rules => rules with { IsActiveWhenItRuns = false }),
        new(
            "cancel-accepted-in-postcopy",
            "a cancel is accepted though the guest is the destination's, and from postcopy-paused or postcopy-recover never ends",
            "facts: defects, A10; fixed in 10.0",
            ["5.2", "7.2"],
            "STATE-1",
            rules => rules with { Postcopy = default, Cancellable = new(rules.Cancellable.Bits | StatusSet.Postcopy.Bits) })
        {
            ShowsAnyOrder = true,
        },
        new(
            "preempt-channel-not-awaited",
            "a destination is completed at the end of the main stream, though a page that it asked for is still under way on the connection for such (postcopy-preempt)",
            "what the words that end that connection prevent since 7.1",
            [],
            "RAM-1",
            rules => rules with { AwaitsPreemptChannel = false }),
        new(
            "postcopy-limit-read-early",
            "a change of max-postcopy-bandwidth during the switchover is lost: what was read before is set after it",
            "found by generated scenarios; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { PostcopyLimitHolds = false }),
        new(
            "postcopy-starts-stopped-guest",
            "a guest that was paused, never started or powered off runs on the destination after a postcopy",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-8",
            rules => rules with { PostcopyHeedsRunState = false })
        {
            Concerns = scenario => !scenario.Source.Guest.IsLive() || scenario.Steps.OfType<CommandStep>().Any(step => step.Command == "stop"),
        },
        new(
            "guest-not-given-back-in-postcopy",
            "a postcopy that fails or is cancelled before the destination may run the guest leaves it stopped on the source",
            "seen on 5.2 and 7.2: postmigrate after failed and after cancelled",
            ["5.2", "7.2"],
            "the judge",
            rules => rules with { GivesBackInPostcopy = false }),
        new(
            "failed-postcopy-ends-process",
            "a destination that cannot load the device state in postcopy exits or crashes, whatever exit-on-error says",
            "facts: defects, D10; seen on 5.2 (SIGABRT), 7.2 and 10.0 (SIGABRT, SIGSEGV, and exit without a status)",
            ["5.2", "7.2", "10.0"],
            "the judge",
            rules => rules with { SurvivesFailedPostcopy = false }),
        new(
            "failed-postcopy-hangs",
            "a destination that cannot load the device state in postcopy fails, and its main loop serves nothing any more",
            "facts: control-plane, section 1.2; seen on 10.0 in 5 runs of 41, source 7.2",
            ["10.0"],
            "LIVE-3",
            rules => rules with { FailedPostcopyAnswers = false }),
        new(
            "lost-arrival-ends-destination",
            "a destination that waits in postcopy-paused fails and exits, its guest with it, when a source comes back and is lost before its first bytes are read",
            "seen on 11.1 in 2 runs of 13 with a source of 10.0 that is told to quit: Failed to peek at channel",
            ["11.1"],
            "STATE-1",
            rules => rules with { OutlivesLostArrival = false }),
        new(
            "reset-waits-for-memory",
            "a guest that is reset while memory is missing and its source is lost: the main loop waits for that memory, and serves no command; migrate-recover gets through out of band only",
            "seen on 5.2, 7.2, 10.0 and 11.1: system_reset in postcopy-paused",
            ["5.2", "7.2", "10.0", "11.1"],
            "LIVE-3",
            rules => rules with { ResetNeedsNoMemory = false }),
        new(
            "listens-not-until-it-runs",
            "with little left to send, a destination that has loaded the device state loses the stream before the guest runs, and fails, or is postcopy-device for ever; the source takes the guest back from postcopy-active",
            "seen on 11.1 in 13 runs of 60: loadvm failed during postcopy, Channel error: Operation not permitted; in 2 of them it neither fails nor ends",
            ["11.1"],
            "the judge",
            rules => rules with { ListensUntilItRuns = false }),
        new(
            "decides-without-lock",
            "a destination that loses its source while it starts the guest may be postcopy-active, run the guest, and fail",
            "seen on 5.2, 7.2 and 11.1: postcopy-active, failed, RESUME, exit",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-1",
            rules => rules with { DecidesUnderLock = false })
        {
            ShowsAnyOrder = true,
        },
        new(
            "lost-answer-not-noticed",
            "a source that has sent all in postcopy waits for ever for the answer of a destination that died",
            "seen on 7.2: postcopy-active for ever",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { NoticesLostAnswer = false }),
        new(
            "lost-answer-runs-guest-again",
            "a source that has sent all in postcopy and loses the link before the last answer fails, and runs its guest again: two guests run",
            "seen on 10.0 and 11.1 in 16 runs of 16: postcopy-active, failed, RESUME, while the destination is completed and runs",
            ["10.0", "11.1"],
            "OWN-4",
            rules => rules with { LostAnswerPauses = false }),
        new(
            "loss-read-as-an-answer",
            "a source whose recovery loses the link while it is told what is missing says that the sizes of bitmaps differ, not that the link is lost",
            "seen on 11.1 in 1 run of 20: bitmap size mismatch (0x0 != 0x8)",
            ["11.1"],
            "the judge",
            rules => rules with { TellsLossFromAnswer = false }),
        new(
            "recovery-cannot-fail",
            "a recovery whose link breaks stays postcopy-recover for ever",
            "facts: defects, E7; fixed in 8.2",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { RecoveryMayFail = false }),
        new(
            "lost-recovery-crashes",
            "a destination whose recovery loses its link crashes",
            "facts: control-plane, section 1.2; seen on 5.2 and 7.2 (SIGSEGV)",
            ["5.2", "7.2"],
            "STATE-7",
            rules => rules with { SurvivesLostRecovery = false }),
        new(
            "quit-cancels-postcopy",
            "a source that is told to quit shows cancelling in postcopy, where nothing can be cancelled",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-1",
            rules => rules with { QuitLeavesPostcopy = false })
        {
            ShowsAnyOrder = true,
        },
        new(
            "reason-of-pause-hidden",
            "a source that is postcopy-paused does not say why",
            "facts: defects, D3; fixed in 8.2",
            ["5.2", "7.2"],
            "ERR-1",
            rules => rules with { ShowsReasonOfPause = false }),
        new(
            "reason-of-incoming-pause-lost",
            "a destination that is postcopy-paused does not say why",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "ERR-1",
            rules => rules with { KeepsReasonOfIncomingPause = false }),
        new(
            "recover-shows-setup",
            "migrate-recover shows setup, though the status stays postcopy-paused",
            "facts: control-plane, section 1.2; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "STATE-1",
            rules => rules with { RecoverShowsNothing = false })
        {
            ShowsAnyOrder = true,
        },
        new(
            "resume-is-silent",
            "a resume shows nothing until the connection is made, and nothing at all when it is refused",
            "facts: defects, A16; fixed in 9.1",
            ["5.2", "7.2"],
            "CMD-2",
            rules => rules with { ResumeShows = false }),
        new(
            "second-resume-aborts",
            "after a refused resume the next one aborts the source",
            "facts: defects, B15; gone in 7.2",
            ["5.2"],
            "STATE-7",
            rules => rules with { RefusedResumeIsHarmless = false }),
        new(
            "second-recover-refused",
            "a second migrate-recover is refused for ever",
            "facts: defects, E8; fixed in 6.1 and 7.1",
            ["5.2"],
            "LIVE-5",
            rules => rules with { RecoversRepeatedly = false }),
        new(
            "short-read-is-a-page",
            "a destination whose link is given up installs a page of zeros that was not sent",
            "facts: defects, E11; fixed in 7.2",
            ["5.2"],
            "RAM-1",
            rules => rules with { MarksErrorFirst = false }),
        new(
            "postcopy-start-error-lost",
            "a postcopy that cannot be started leaves no reason",
            "facts: defects, D2; fixed in 8.2; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "ERR-1",
            rules => rules with { KeepsPostcopyStartError = false }),
        new(
            "switchover-error-in-wrong-status",
            "a postcopy that cannot send the device state stays device for ever",
            "facts: defects, A11; fixed in 10.0.5 and 10.2",
            [],
            "LIVE-1",
            rules => rules with { FailsFromSwitchover = false }),
        new(
            "page-not-asked-again",
            "after a reconnection the destination does not ask again for the pages its virtual CPUs wait for",
            "facts: defects, E9; fixed in 5.2",
            [],
            "LIVE-2",
            rules => rules with { AsksAgain = false }),
        new(
            "lost-pages-not-sent-again",
            "after a reconnection the source sends what it has not sent, and not what the destination lacks",
            "facts: defects, law 32 RecoverRetryable",
            [],
            "RAM-1",
            rules => rules with { SendsWhatIsMissing = false }),
    ];

    /// <summary>What a destination makes of a <c>migrate</c> while the guest is its own, and not all of it has come.</summary>
    internal static readonly Deviation[] SecondRole =
    [
        new(
            "second-role-half-begun",
            "a destination whose guest runs, and has not come completely, refuses to migrate it when its status is setup already, and stays there",
            "seen on 7.2 and 10.0: duplicate yank instance",
            ["7.2", "10.0"],
            "PARAM-1",
            rules => rules with { RefusesWhileGuestArrives = false, BeginsWhileGuestArrives = false }),
        new(
            "second-role-aborts",
            "a destination whose guest runs, and has not come completely, aborts when it is told to migrate it: the guest is lost",
            "seen on 11.1 in postcopy-active, postcopy-paused and colo: duplicate yank instance",
            ["11.1"],
            "STATE-1",
            rules => rules with { RefusesWhileGuestArrives = false, SurvivesSecondRole = false }),
    ];
}
