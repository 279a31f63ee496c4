using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>A named, one-place difference from the reference: a defect of a release, or a deliberate one.</summary>
/// <param name="Id">A short stable name.</param>
/// <param name="Title">What goes wrong, in a sentence.</param>
/// <param name="Source">Where the fact comes from.</param>
/// <param name="Releases">Releases that carry it; none for a defect of the past.</param>
/// <param name="CaughtBy">The law that must catch it.</param>
/// <param name="Apply">The changed rule.</param>
public sealed record Deviation(
    string Id,
    string Title,
    string Source,
    IReadOnlyList<string> Releases,
    string CaughtBy,
    Func<Rules, Rules> Apply)
{
    /// <summary>Scenarios in which it can make a difference; in others it is not tried.</summary>
    public Func<Scenario, bool> Concerns { get; init; } = _ => true;
}

public static class Deviations
{
    public static readonly IReadOnlyList<Deviation> All =
    [
        new(
            "resumes-without-proof",
            "past the end of the stream the source resumes its guest though the destination may run it",
            "facts: defects, law 3 PointOfNoReturn; seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "OWN-1",
            rules => rules with { ResumesOnlyWithProof = false }),
        new(
            "old-run-state-dropped",
            "after a failed or cancelled switchover a paused guest is postmigrate instead of paused",
            "facts: defects, A19; fixed in 8.1",
            ["5.2", "7.2"],
            "STATE-5",
            rules => rules with { RestoresRunState = false }),
        new(
            "cancelling-repeated",
            "a second cancel shows cancelling a second time",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-1",
            rules => rules with { CancelsOnce = false }),
        new(
            "cancel-shuts-down-first",
            "a cancel shuts the return path down before it is cancelling, and may end in failed",
            "seen on 10.0 in device while the answer was held, in some runs only",
            ["10.0", "11.1"],
            "the judge",
            rules => rules with { CancelsBeforeShutdown = false }),
        new(
            "stale-attempt-blocks-the-next",
            "while an earlier attempt has not been cleaned up, a migrate is refused though its status is setup, and fails with the old attempt",
            "seen on 10.0: duplicate yank instance",
            ["10.0"],
            "PARAM-1",
            rules => rules with { LateAttemptsAreForgotten = false }),
        new(
            "status-shown-late",
            "a status is stored and shown in two steps, so that a cancel in between shows first",
            "seen on 7.2 and 11.1 in one run of sixteen or fewer: cancelling, then active",
            ["7.2", "11.1"],
            "STATE-3",
            rules => rules with { ShowsStatusAtOnce = false }),
        new(
            "early-migrate-aborts",
            "a migrate between the end of a migration and its clean-up aborts the process",
            "seen on 11.1 in one run of sixteen: duplicate yank instance, SIGABRT",
            ["11.1"],
            "the judge",
            rules => rules with { SurvivesEarlyMigrate = false }),
        new(
            "cancel-in-setup-hangs",
            "a cancel in setup with the connection just made: the main loop never serves anything again",
            "seen on 11.1 with a return path, in four runs of ten",
            ["11.1"],
            "LIVE-1",
            rules => rules with { CancelInSetupEnds = false }),
        new(
            "cancel-continues-first",
            "a cancel in pre-switchover wakes the migration before it is cancelling, which goes on to device",
            "seen on 5.2, 7.2, in some runs",
            ["5.2", "7.2"],
            "the judge",
            rules => rules with { CancelsBeforeWaking = false }),
        new(
            "cancel-revives-failing",
            "a cancel moves a migration on from failing to cancelling",
            "seen on 11.1, where a cancel had shut the return path down first",
            ["11.1"],
            "STATE-1",
            rules => rules with { CancelLeavesFailing = false }),
        new(
            "cancel-waits-for-connect",
            "a cancel in setup takes effect only when the connection attempt ends",
            "facts: control-plane, section 3.1 note a",
            ["5.2", "7.2", "11.1"],
            "the judge",
            rules => rules with { CancelEndsConnecting = false }),
        new(
            "return-path-error-lost",
            "what the return path reports does not become the error of the migration",
            "facts: defects, D4; fixed in 8.2",
            ["5.2", "7.2"],
            "ERR-1",
            rules => rules with { KeepsReturnPathError = false }),
        new(
            "return-path-error-cleared",
            "the error of the return path is cleared by another thread, and a failed migration completes",
            "facts: defects, B11; seen once on 5.2",
            ["5.2", "7.2"],
            "STATE-4",
            rules => rules with { ReturnPathErrorStays = false }),
        new(
            "parameters-change-late",
            "a parameter that was negotiated or allocated with is accepted while a migration runs",
            "facts: control-plane, section 3.1; seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "PARAM-2",
            rules => rules with { ParametersHold = false }),
        new(
            "destination-capability-window",
            "a destination that listens or loads accepts capabilities",
            "facts: defects, C1 to C3; seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "PARAM-2",
            rules => rules with { DestinationCapabilitiesHold = false }),
        new(
            "no-way-back-before-loaded",
            "the source gives the guest away when it has sent the device state, and does not hear that it cannot be loaded",
            "facts: defects, E1; fixed in 10.2",
            ["5.2", "7.2", "10.0"],
            "STATE-6",
            rules => rules with { KeepsGuestUntilLoaded = false, HearsLastWord = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "destination-active-too-early",
            "a destination is postcopy-active when it begins to load the device state",
            "facts: defects, E3; fixed in 10.2",
            ["5.2", "7.2", "10.0"],
            "STATE-6",
            rules => rules with { IsActiveWhenItRuns = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "cancel-accepted-in-postcopy",
            "a cancel is accepted though the guest is the destination's, and from postcopy-paused or postcopy-recover never ends",
            "facts: defects, A10; fixed in 10.0",
            ["5.2", "7.2"],
            "STATE-1",
            rules => rules with { Postcopy = default, Cancellable = new(rules.Cancellable.Bits | StatusSet.Postcopy.Bits) })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "guest-not-given-back-in-postcopy",
            "a postcopy that fails or is cancelled before the destination may run the guest leaves it stopped on the source",
            "seen on 5.2 and 7.2: postmigrate after failed and after cancelled",
            ["5.2", "7.2"],
            "the judge",
            rules => rules with { GivesBackInPostcopy = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "failed-postcopy-ends-process",
            "a destination that cannot load the device state in postcopy exits or crashes, whatever exit-on-error says",
            "facts: defects, D10; seen on 5.2 (SIGABRT), 7.2 and 10.0 (SIGABRT, SIGSEGV, and exit without a status)",
            ["5.2", "7.2", "10.0"],
            "the judge",
            rules => rules with { SurvivesFailedPostcopy = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "listens-not-until-it-runs",
            "with little left to send, a destination that has loaded the device state loses the stream before the guest runs, and fails",
            "seen on 11.1 in three runs of twelve: loadvm failed during postcopy, Channel error: Operation not permitted",
            ["11.1"],
            "the judge",
            rules => rules with { ListensUntilItRuns = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "decides-without-lock",
            "a destination that loses its source while it starts the guest may be postcopy-active, run the guest, and fail",
            "seen on 5.2, 7.2 and 11.1: postcopy-active, failed, RESUME, exit",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-1",
            rules => rules with { DecidesUnderLock = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "completed-before-exec",
            "a source in mode cpr-exec is completed before it starts the other program, and failed when that cannot be started",
            "facts: defects, A15 and J1; seen on 11.1",
            ["11.1"],
            "STATE-2",
            rules => rules with { CompletesAfterExec = false })
        {
            Concerns = SetsMode,
        },
        new(
            "lost-answer-not-noticed",
            "a source that has sent all in postcopy waits for ever for the answer of a destination that died",
            "seen on 7.2: postcopy-active for ever",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { NoticesLostAnswer = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "recovery-cannot-fail",
            "a recovery whose link breaks stays postcopy-recover for ever",
            "facts: defects, E7; fixed in 8.2",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { RecoveryMayFail = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "lost-recovery-crashes",
            "a destination whose recovery loses its link crashes",
            "facts: control-plane, section 1.2; seen on 5.2 and 7.2 (SIGSEGV)",
            ["5.2", "7.2"],
            "STATE-7",
            rules => rules with { SurvivesLostRecovery = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "quit-cancels-postcopy",
            "a source that is told to quit shows cancelling in postcopy, where nothing can be cancelled",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-1",
            rules => rules with { QuitLeavesPostcopy = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "reason-of-pause-hidden",
            "a source that is postcopy-paused does not say why",
            "facts: defects, D3; fixed in 8.2",
            ["5.2", "7.2"],
            "ERR-1",
            rules => rules with { ShowsReasonOfPause = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "reason-of-incoming-pause-lost",
            "a destination that is postcopy-paused does not say why",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "ERR-1",
            rules => rules with { KeepsReasonOfIncomingPause = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "recover-shows-setup",
            "migrate-recover shows setup, though the status stays postcopy-paused",
            "facts: control-plane, section 1.2; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "STATE-1",
            rules => rules with { RecoverShowsNothing = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "page-not-asked-again",
            "after a reconnection the destination does not ask again for the pages its virtual CPUs wait for",
            "facts: defects, E9; fixed in 5.2",
            [],
            "LIVE-2",
            rules => rules with { AsksAgain = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "lost-pages-not-sent-again",
            "after a reconnection the source sends what it has not sent, and not what the destination lacks",
            "facts: defects, law 32 RecoverRetryable",
            [],
            "RAM-1",
            rules => rules with { SendsWhatIsMissing = false })
        {
            Concerns = UsesPostcopy,
        },
        new(
            "cancel-overwritten",
            "an error noticed after a cancel overwrites cancelling with failed",
            "facts: defects, A1; fixed in 4.0",
            [],
            "STATE-3",
            rules => rules with { FailsFromTheStatusItSaw = false }),
        new(
            "connect-error-discarded",
            "a connection that could not be made leaves no reason",
            "facts: defects, D1; fixed in 2.7",
            [],
            "ERR-1",
            rules => rules with { KeepsConnectError = false }),
        new(
            "dirty-mark-cleared-late",
            "a page is read before its dirty mark is cleared, so that a write in between is lost",
            "facts: defects, law 22 DirtyNoLoss",
            [],
            "RAM-1",
            rules => rules with { ClearsDirtyBeforeReading = false }),
        new(
            "completes-without-answer",
            "the source completes before the destination has answered",
            "facts: defects, law 7 CompletedImpliesDst",
            [],
            "STATE-4",
            rules => rules with { WaitsForDestination = false }),
        new(
            "refusal-changes-run-state",
            "a refused migrate changes the run state",
            "facts: defects, law 11 CommandRejectAtomic",
            [],
            "PARAM-1",
            rules => rules with { RefusalsChangeNothing = false }),
        new(
            "cancel-leaves-terminal-status",
            "a cancel after the end moves on from the terminal status",
            "facts: defects, law 5 TerminalStays",
            [],
            "STATE-2",
            rules => rules with { CancelLeavesTerminalStatus = false }),
    ];

    public static Deviation? Find(string id) => All.FirstOrDefault(deviation => deviation.Id == id);

    /// <summary>Those that one of the two releases carries, and that can make a difference in a scenario.</summary>
    public static IEnumerable<Deviation> KnownFor(string source, string destination, Scenario scenario) => All.Where(deviation =>
        (deviation.Releases.Contains(source) || deviation.Releases.Contains(destination)) && deviation.Concerns(scenario));

    private static bool UsesPostcopy(Scenario scenario) =>
        scenario.Source.Capabilities.Contains("postcopy-ram") || scenario.Steps.Any(step => step is CommandStep { Command: "migrate-start-postcopy" });

    private static bool SetsMode(Scenario scenario) =>
        scenario.Steps.Any(step => step is CommandStep { Command: "migrate-set-parameters" } command && command.Arguments.ContainsKey("mode"));
}
