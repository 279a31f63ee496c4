namespace Migconf.ReferenceEngine;

/// <content>Guests that run on both sides (x-colo), and those whose memory stays where it is (cpr).</content>
public sealed partial record Rules
{
    /// <summary>A migration keeps the mode in which it began.</summary>
    public bool ModeHolds { get; init; } = true;

    /// <summary>With x-colo a guest that did not run does not run on either side.</summary>
    public bool ColoHeedsRunState { get; init; } = true;

    /// <summary>And the return path ends before the destination says that it is ready.</summary>
    public bool ColoEndsReturnPath { get; init; } = true;

    /// <summary>A source enters <c>colo</c> from <c>device</c> too.</summary>
    public bool EntersColoFromDevice { get; init; } = true;

    /// <summary>And one that does not enter it completes.</summary>
    public bool CompletesWithoutColo { get; init; } = true;

    /// <summary>A cancel in <c>colo</c> comes to an end.</summary>
    public bool CancelEndsColo { get; init; } = true;

    /// <summary>Whether the guest is to run on both sides is for the source to say, and for the destination to refuse.</summary>
    public bool ColoIsAgreed { get; init; } = true;

    /// <summary>In mode cpr-exec the migration is completed when the other program has taken over, not before it is started.</summary>
    public bool CompletesAfterExec { get; init; } = true;

    /// <summary>When that cannot be started, the process goes on.</summary>
    public bool SurvivesFailedExec { get; init; } = true;

    /// <summary>And its state goes to a file: only there it is complete before the process is another program's.</summary>
    public bool ExecNeedsFile { get; init; } = true;

    /// <summary>All of the state is in that file before the other program is started.</summary>
    public bool FlushesBeforeExec { get; init; } = true;

    /// <summary>Memory that the other program cannot map is refused in mode cpr-exec too.</summary>
    public bool RefusesVolatileMemory { get; init; } = true;

    /// <summary>A <c>migrate</c> that finds nobody to take the memory is refused, and changes nothing.</summary>
    public bool RefusedHandOverChangesNothing { get; init; } = true;

    /// <summary>What comes with handed-over memory speaks of devices that are kept only where there are some.</summary>
    public bool NamesKeptDevicesIfAny { get; init; } = true;

    /// <summary>A <c>migrate</c> in mode cpr-transfer that names no channel to hand memory over on is refused.</summary>
    public bool NoticesMissingChannel { get; init; } = true;

    /// <summary>A source that hands its memory over runs its guest until the destination listens.</summary>
    public bool StopsWhenDestinationListens { get; init; } = true;
}
