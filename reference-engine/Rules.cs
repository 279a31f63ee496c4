using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine;

/// <summary>The decisions a deviation may change. The values here are what a migration engine should do; a deviation
/// (scenarios/defects) changes one of them.</summary>
public sealed partial record Rules
{
    /// <summary>What is known of options.</summary>
    public OptionTables Options { get; init; } = OptionTables.Plain;

    /// <summary>In which statuses a migration is under way.</summary>
    public StatusSet Running { get; init; } = StatusSet.Running;

    /// <summary>In which statuses an error may end it.</summary>
    public StatusSet Endable { get; init; } = StatusSet.Endable;

    /// <summary>In which statuses a cancel may end it.</summary>
    public StatusSet Cancellable { get; init; } = StatusSet.Cancellable;

    /// <summary>In which statuses a cancel is refused.</summary>
    public StatusSet Postcopy { get; init; } = StatusSet.Postcopy;

    /// <summary>In which statuses a manager may give the link up, to connect anew.</summary>
    public StatusSet Pausable { get; init; } = StatusSet.Pausable;

    /// <summary>In which statuses of its own migration a machine is given no device.</summary>
    public StatusSet ClosedToDevices { get; init; } = StatusSet.Running;

    /// <summary>A source that has sent all resumes its guest only when told that the destination will not run it. A lost link is no proof.</summary>
    public bool ResumesOnlyWithProof { get; init; } = true;

    /// <summary>After a failed or cancelled migration the guest is what it was, also when it was not running.</summary>
    public bool RestoresRunState { get; init; } = true;

    /// <summary>A guest that a migration has stopped stays stopped when it is reset.</summary>
    public bool ResetLeavesStopped { get; init; } = true;

    /// <summary>A destination whose guest runs outlives a source that comes back and is lost before it has said anything.</summary>
    public bool OutlivesLostArrival { get; init; } = true;

    /// <summary>A guest is reset whether its memory has come or not: the main loop waits for no page.</summary>
    public bool ResetNeedsNoMemory { get; init; } = true;

    /// <summary>A thread that finds an error fails the migration only from the status it looked at.</summary>
    public bool FailsFromTheStatusItSaw { get; init; } = true;

    /// <summary>A migration whose address takes one channel, where several are wanted, is refused, or fails.</summary>
    public bool SurvivesOneChannel { get; init; } = true;

    /// <summary>A cancel ends a connection attempt that has not succeeded yet.</summary>
    public bool CancelEndsConnecting { get; init; } = true;

    /// <summary>What the return path reports becomes the error of the migration.</summary>
    public bool KeepsReturnPathError { get; init; } = true;

    /// <summary>Who cannot send on any more listens to what the destination said last, and fails with that.</summary>
    public bool HearsWhy { get; init; } = true;

    /// <summary>What the return path reports is not cleared by who starts or ends it.</summary>
    public bool ReturnPathErrorStays { get; init; } = true;

    /// <summary>A connection that could not be made leaves its reason.</summary>
    public bool KeepsConnectError { get; init; } = true;

    /// <summary>With a return path the source completes only after the destination has said that it loaded everything.</summary>
    public bool WaitsForDestination { get; init; } = true;

    /// <summary>A refused <c>migrate</c> leaves the run state alone, and a <c>stop</c> between switchover and the end has no effect.</summary>
    public bool RefusalsChangeNothing { get; init; } = true;

    /// <summary>Memory that cannot be read is not migrated.</summary>
    public bool RefusesPoisonedMemory { get; init; } = true;

    /// <summary>A device that blocked migration does so no more when it is gone.</summary>
    public bool UnblocksWhenUnplugged { get; init; } = true;

    /// <summary>And what else the device had registered goes with it, and nothing more.</summary>
    public bool UnplugKeepsLists { get; init; } = true;

    /// <summary>A cancel of what is being cancelled changes nothing and shows nothing.</summary>
    public bool CancelsOnce { get; init; } = true;

    /// <summary>A cancel shows its status before it shuts the channels down, so that nobody takes the shutdown for an error.</summary>
    public bool CancelsBeforeShutdown { get; init; } = true;

    /// <summary>A cancel shows its status before it wakes who waits in pre-switchover, so that nobody takes it for a continue.</summary>
    public bool CancelsBeforeWaking { get; init; } = true;

    /// <summary>A cancel that finds the migration failing leaves it to fail.</summary>
    public bool CancelLeavesFailing { get; init; } = true;

    /// <summary>An attempt that was cancelled, or ended, and has not been cleaned up yet stands in no later attempt's way.</summary>
    public bool LateAttemptsAreForgotten { get; init; } = true;

    /// <summary>A status and its event are one step: the order of the events is the order of the moves.</summary>
    public bool ShowsStatusAtOnce { get; init; } = true;

    /// <summary>A guest that runs and has not come completely (postcopy, x-colo) is not migrated on.</summary>
    public bool RefusesWhileGuestArrives { get; init; } = true;

    /// <summary>A <c>migrate</c> that is accepted then begins.</summary>
    public bool BeginsWhileGuestArrives { get; init; } = true;

    /// <summary>And the process survives it.</summary>
    public bool SurvivesSecondRole { get; init; } = true;

    /// <summary>A process survives a <c>migrate</c> that comes before the last migration has been cleaned up.</summary>
    public bool SurvivesEarlyMigrate { get; init; } = true;

    /// <summary>And a second one, whatever became of the first.</summary>
    public bool SecondStartKeepsLocks { get; init; } = true;

    /// <summary>A cancel in setup comes to an end, also when the connection is made already.</summary>
    public bool CancelInSetupEnds { get; init; } = true;

    /// <summary>A parameter that holds from the beginning of a migration to its end is not changed in between.</summary>
    public bool ParametersHold { get; init; } = true;

    /// <summary>What is judged when a parameter is set is what it would be, and not what it was.</summary>
    public bool JudgesNewValues { get; init; } = true;

    /// <summary>A parameter that may be nothing is set to nothing.</summary>
    public bool AcceptsNothing { get; init; } = true;

    /// <summary>Nor is a capability on a destination that listens or loads.</summary>
    public bool DestinationCapabilitiesHold { get; init; } = true;

    /// <summary>A terminal status is left only by a new <c>migrate</c>.</summary>
    public bool CancelLeavesTerminalStatus { get; init; } = true;

    /// <summary>In postcopy the guest is given away when the destination has loaded the device state: until then it can come back.</summary>
    public bool KeepsGuestUntilLoaded { get; init; } = true;

    /// <summary>A destination is <c>postcopy-active</c> when it runs the guest, not when it begins to load.</summary>
    public bool IsActiveWhenItRuns { get; init; } = true;

    /// <summary>After a reconnection the destination asks again for the pages its virtual CPUs wait for.</summary>
    public bool AsksAgain { get; init; } = true;

    /// <summary>After a reconnection the source sends what the destination says is missing, not what it has not sent.</summary>
    public bool SendsWhatIsMissing { get; init; } = true;

    /// <summary>A recovery whose link breaks is paused again, and can be tried again.</summary>
    public bool RecoveryMayFail { get; init; } = true;

    /// <summary>Who asks a source after a paused migration finds the reason.</summary>
    public bool ShowsReasonOfPause { get; init; } = true;

    /// <summary><c>migrate-recover</c> shows no status of its own.</summary>
    public bool RecoverShowsNothing { get; init; } = true;

    /// <summary>A destination that cannot load the device state in postcopy fails, and leaves it to <c>exit-on-error</c> whether the
    /// process ends.</summary>
    public bool SurvivesFailedPostcopy { get; init; } = true;

    /// <summary>And answers its manager.</summary>
    public bool FailedPostcopyAnswers { get; init; } = true;

    /// <summary>Who asks a destination after a paused migration finds the reason.</summary>
    public bool KeepsReasonOfIncomingPause { get; init; } = true;

    /// <summary>A destination that has loaded the device state reads on until the guest runs.</summary>
    public bool ListensUntilItRuns { get; init; } = true;

    /// <summary>A source that cannot send any more hears what the destination said last, before it decides.</summary>
    public bool HearsLastWord { get; init; } = true;

    /// <summary>A migration that ends before the destination may run the guest brings it back, in postcopy too.</summary>
    public bool GivesBackInPostcopy { get; init; } = true;

    /// <summary>A destination that lost its source finds out whether its guest runs, and decides, under the big lock.</summary>
    public bool DecidesUnderLock { get; init; } = true;

    /// <summary>A source that has sent all and waits for the last answer notices that it will not come.</summary>
    public bool NoticesLostAnswer { get; init; } = true;

    /// <summary>A source whose link breaks while it is told what is missing says so, and not that the answer is wrong.</summary>
    public bool TellsLossFromAnswer { get; init; } = true;

    /// <summary>A source that has sent all in postcopy and loses the link before the last answer pauses: the guest may be running over there.</summary>
    public bool LostAnswerPauses { get; init; } = true;

    /// <summary>A destination whose recovery loses its link is paused again.</summary>
    public bool SurvivesLostRecovery { get; init; } = true;

    /// <summary>A process that is told to quit cancels what can still be cancelled, and nothing else.</summary>
    public bool QuitLeavesPostcopy { get; init; } = true;

    /// <summary>The source gives its disk up before it sends the end of the stream.</summary>
    public bool InactivatesFirst { get; init; } = true;

    /// <summary>A disk that is inactive already, as that of a guest that arrived paused, can be given up.</summary>
    public bool GivesUpWhatIsInactive { get; init; } = true;

    /// <summary>A disk that cannot be given up is named as the reason.</summary>
    public bool SaysWhatIsKept { get; init; } = true;

    /// <summary>A disk that a job of the block layer writes is not given up.</summary>
    public bool JobKeepsDisk { get; init; } = true;

    /// <summary>A migration whose guest cannot be given up (its disk is kept, a device is not saved) closes its connection.</summary>
    public bool FailedSwitchoverCloses { get; init; } = true;

    /// <summary>A source that cannot save a device fails, and survives.</summary>
    public bool SurvivesUnsavedDevice { get; init; } = true;

    /// <summary>Nor does it send what is not all saved, in postcopy too.</summary>
    public bool SendsOnlyWhatIsSaved { get; init; } = true;

    /// <summary>And a guest that was stopped for a background snapshot goes on.</summary>
    public bool FailedSnapshotGoesOn { get; init; } = true;

    /// <summary>After a failed or cancelled switchover the source takes its disk back.</summary>
    public bool FailureActivatesDisk { get; init; } = true;

    /// <summary>A guest that comes back to a disk somebody else has locked is paused, and not left between two states.</summary>
    public bool GivesBackWithoutDisk { get; init; } = true;

    /// <summary>It does not run.</summary>
    public bool RunsOnlyWithDisk { get; init; } = true;

    /// <summary>A guest that arrives where somebody else has locked its disk is paused, and <c>cont</c> tries again.</summary>
    public bool ArrivesWithoutDisk { get; init; } = true;

    /// <summary>A disk that could not be activated is inactive.</summary>
    public bool FailedActivationChangesNothing { get; init; } = true;

    /// <summary>A disk that is activated for a guest that runs keeps others from writing its image.</summary>
    public bool ActivationKeepsLock { get; init; } = true;

    /// <summary>A <c>cont</c> before the guest has arrived says that it may run then, and touches no disk.</summary>
    public bool ContWaitsForGuest { get; init; } = true;

    /// <summary>A cancelled migration has no error, whatever who was working for it comes upon.</summary>
    public bool CancelledHasNoError { get; init; } = true;

    /// <summary>A failed completion leaves its reason.</summary>
    public bool KeepsCompletionError { get; init; } = true;

    /// <summary>A connection that could not be made is cleaned up after.</summary>
    public bool ConnectFailureCleansUp { get; init; } = true;

    /// <summary>And once.</summary>
    public bool CleansUpOnce { get; init; } = true;

    /// <summary>What was loaded is cleaned up once, in postcopy too.</summary>
    public bool LoadCleansUpOnce { get; init; } = true;

    /// <summary>The main loop leaves it to others to wait for a file.</summary>
    public bool MainLoopWaitsForNoFile { get; init; } = true;

    /// <summary>A suspended guest is stopped, and goes on elsewhere, as one that sleeps.</summary>
    public bool LetsGuestSleep { get; init; } = true;

    /// <summary>A destination takes a guest that arrives asleep for one that goes on.</summary>
    public bool KnowsSleepers { get; init; } = true;

    /// <summary>A guest that did not run does not run on the destination either, in postcopy too.</summary>
    public bool PostcopyHeedsRunState { get; init; } = true;

    /// <summary>The guest is stopped before the rest of it is sent.</summary>
    public bool StopsGuest { get; init; } = true;

    /// <summary>Nobody waits for another thread's end while it holds the big lock.</summary>
    public bool CancelJoinsNobody { get; init; } = true;

    /// <summary>A postcopy that cannot be started fails from the status it has then.</summary>
    public bool FailsFromSwitchover { get; init; } = true;

    /// <summary>And leaves its reason.</summary>
    public bool KeepsPostcopyStartError { get; init; } = true;

    /// <summary><c>migrate resume</c> shows that it has begun.</summary>
    public bool ResumeShows { get; init; } = true;

    /// <summary>A resume that was refused leaves the migration to be resumed.</summary>
    public bool RefusedResumeIsHarmless { get; init; } = true;

    /// <summary><c>migrate-pause</c> keeps hold of the connection that it breaks.</summary>
    public bool HoldsWhatItBreaks { get; init; } = true;

    /// <summary><c>migrate-recover</c> may be repeated.</summary>
    public bool RecoversRepeatedly { get; init; } = true;

    /// <summary>A process that is told to quit while it loads ends what loads first.</summary>
    public bool QuitEndsLoadFirst { get; init; } = true;

    /// <summary>A destination asks <c>exit-on-error</c> before it ends its process.</summary>
    public bool HeedsExitOnError { get; init; } = true;

    /// <summary>Two sides that do not agree on capabilities which decide what the stream means do not go on.</summary>
    public bool ComparesCapabilities { get; init; } = true;

    /// <summary>Whoever finds a migration failed does not fail it again.</summary>
    public bool FailsOnce { get; init; } = true;
}
