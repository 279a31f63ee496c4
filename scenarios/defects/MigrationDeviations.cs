using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>Deviations of the migration itself.</summary>
internal static class MigrationDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "resumes-without-proof",
            "past the end of the stream the source resumes its guest though the destination may run it",
            "facts: defects, law 3 PointOfNoReturn; seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "OWN-4",
            rules => rules with { ResumesOnlyWithProof = false }),
        new(
            "old-run-state-dropped",
            "after a failed or cancelled switchover a paused guest is postmigrate instead of paused",
            "facts: defects, A19; fixed in 8.1",
            ["5.2", "7.2"],
            "STATE-5",
            rules => rules with { RestoresRunState = false }),
        new(
            "migration-wakes-guest",
            "a guest that sleeps is woken at the switchover: it runs on the destination, or here after a cancel",
            "facts: defects, A20; fixed in 9.0; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "STATE-8",
            rules => rules with { LetsGuestSleep = false })
        {
            Concerns = scenario => scenario.Source.Guest == RunState.Suspended,
        },
        new(
            "sleeping-guest-not-known",
            "a guest that arrives asleep is neither told of nor left paused with -S, and in postcopy runs",
            "facts: defects, A20; fixed in 9.0; seen on 5.2 and 7.2, with a source of 10.0",
            ["5.2", "7.2"],
            "STATE-8",
            rules => rules with { KnowsSleepers = false })
        {
            Concerns = scenario => scenario.Source.Guest == RunState.Suspended,
        },
        new(
            "cancelling-repeated",
            "a second cancel shows cancelling a second time",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-1",
            rules => rules with { CancelsOnce = false })
        {
            Concerns = Deviation.Cancels,
            Shows = [(MigrationStatus.Cancelling, MigrationStatus.Cancelling)],
        },
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
            "seen on 7.2, 10.0 and 11.1 in one run of sixteen or fewer: cancelling, then active or postcopy-paused",
            ["7.2", "10.0", "11.1"],
            "STATE-3",
            rules => rules with { ShowsStatusAtOnce = false })
        {
            Concerns = Deviation.Cancels,
            ShowsAnyOrder = true,
        },
        new(
            "early-migrate-aborts",
            "a migrate between the end of a migration and its clean-up aborts the process",
            "seen on 11.1 in one run of sixteen: duplicate yank instance, SIGABRT",
            ["11.1"],
            "the judge",
            rules => rules with { SurvivesEarlyMigrate = false }),
        new(
            "cancel-in-setup-hangs",
            "a cancel in setup with the connection just made, or made then: the main loop never serves anything again",
            "seen on 11.1 with a return path, in four runs of ten; in three of three where the destination says nothing",
            ["11.1"],
            "LIVE-3",
            rules => rules with { CancelInSetupEnds = false }),
        new(
            "cancelled-keeps-error",
            "a cancelled migration shows the error that the cancel itself caused",
            "facts: defects, law 36 NoFalseError; seen on 10.0 and 11.1: Channel error, Switchover is interrupted; on 11.1 also Connection refused",
            ["10.0", "11.1"],
            "ERR-2",
            rules => rules with { CancelledHasNoError = false }),
        new(
            "quit-while-loading-aborts",
            "a destination that is told to quit while it loads may abort: what loads wakes after the state is gone",
            "facts: defects, B1 and B2; fixed in 10.0; not seen (rare)",
            ["5.2", "7.2"],
            "STATE-7",
            rules => rules with { QuitEndsLoadFirst = false }),
        new(
            "completion-error-lost",
            "a completion that fails leaves no reason",
            "facts: defects, D2; fixed in 8.2; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "ERR-1",
            rules => rules with { KeepsCompletionError = false }),
        new(
            "connect-failure-never-ends",
            "a connection that cannot be made leaves the migration failing, and nobody cleans up",
            "facts: defects, A14; found in review",
            [],
            "LIFE-1",
            rules => rules with { ConnectFailureCleansUp = false }),
        new(
            "connect-failure-cleans-twice",
            "a connection that cannot be made is cleaned up after twice",
            "facts: defects, B8; fixed in 4.1",
            [],
            "LIFE-1",
            rules => rules with { CleansUpOnce = false }),
        new(
            "guest-not-stopped",
            "the guest runs on while the rest of it is sent",
            "facts: defects, law 1 OneOwner",
            [],
            "OWN-1",
            rules => rules with { StopsGuest = false }),
        new(
            "cancel-joins-under-lock",
            "a cancel waits for the migration thread, which waits for the big lock",
            "facts: defects, F13; fixed in 2.5, and in COLO in 2021",
            [],
            "LIVE-3",
            rules => rules with { CancelJoinsNobody = false }),
        new(
            "load-error-ends-process",
            "a destination that cannot load ends its process, whatever exit-on-error says",
            "facts: defects, D8; fixed before 10.2",
            [],
            "ERR-3",
            rules => rules with { HeedsExitOnError = false }),
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
            rules => rules with { CancelLeavesFailing = false })
        {
            Concerns = Deviation.Cancels,
            ShowsAnyOrder = true,
        },
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
            "follow-up-error-kept",
            "a source that cannot send on says so, and does not listen to what the destination said before it closed the connection",
            "facts: defects, law 37; not seen",
            [],
            "ERR-4",
            rules => rules with { HearsWhy = false }),
        new(
            "unplug-damages-lists",
            "what a device had registered is taken out of the wrong list when it is unplugged, and the next migrate reads what is no entry: the source ends by a signal",
            "facts: defects, B16; fixed before 10.2",
            [],
            "STATE-7",
            rules => rules with { UnplugKeepsLists = false }),
        new(
            "second-start-clears-locks",
            "a migrate that follows another one begins with a lock that was cleared: the source ends by a signal",
            "facts: defects, B14; fixed in 3.0",
            [],
            "STATE-7",
            rules => rules with { SecondStartKeepsLocks = false }),
        new(
            "reset-in-finish-migrate",
            "a guest that is reset while a migration has stopped it is prelaunch, and the end of the migration finds no way from there: the source ends by a signal",
            "facts: defects, A21; fixed in 4.2",
            [],
            "STATE-7",
            rules => rules with { ResetLeavesStopped = false }),
        new(
            "null-parameter-aborts",
            "tls-authz set to null, which the schema allows, ends the process by a signal",
            "facts: defects, C8; seen on 5.2",
            ["5.2"],
            "STATE-7",
            rules => rules with { AcceptsNothing = false }),
        new(
            "old-values-judged",
            "beside mapped-ram, multifd-compression or tls-creds is set to what excludes it, and after that every migrate-set-parameters is "
                + "refused, the one that would put it right too, until mapped-ram is switched off: the values from before are looked at",
            "seen on 10.0 and 11.1",
            ["10.0", "11.1"],
            "the judge",
            rules => rules with { JudgesNewValues = false }),
        new(
            "main-loop-waits-for-file",
            "the main loop waits until a file is on the disk: no command is answered meanwhile",
            "facts: defects, F14; fixed before 9.0",
            [],
            "LIVE-3",
            rules => rules with { MainLoopWaitsForNoFile = false }),
        new(
            "blocker-stays",
            "what blocked migration was noted twice and taken back once: no migration is begun though the device is gone",
            "facts: defects, J4; fixed in 10.0",
            [],
            "LIVE-1",
            rules => rules with { UnblocksWhenUnplugged = false }),
        new(
            "poisoned-page-read",
            "memory that cannot be read is migrated like any other: who reads it is killed",
            "facts: defects, G4; fixed in 9.0; not seen",
            ["5.2", "7.2"],
            "STATE-7",
            rules => rules with { RefusesPoisonedMemory = false })
        {
            Concerns = scenario => scenario.Source.PoisonedMemory,
        },
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
            "cancel-overwritten",
            "an error noticed after a cancel overwrites cancelling with failed",
            "facts: defects, A1; fixed in 4.0",
            [],
            "STATE-3",
            rules => rules with { FailsFromTheStatusItSaw = false })
        {
            Concerns = Deviation.Cancels,
            ShowsAnyOrder = true,
        },
        new(
            "connect-error-discarded",
            "a connection that could not be made leaves no reason",
            "facts: defects, D1; fixed in 2.7",
            [],
            "ERR-1",
            rules => rules with { KeepsConnectError = false })
        {
            Shows = [(MigrationStatus.Completed, MigrationStatus.Failed)],
        },
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
}
