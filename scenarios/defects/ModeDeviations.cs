using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>Deviations in the modes that hand the guest's memory over.</summary>
internal static class ModeDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "mode-changed-late",
            "a source that is told of another mode under way acts by half of it: with cpr-reboot it does not stop its guest, which the destination cannot load, and without a return path it completes and aborts, so that the guest is lost; with cpr-transfer it sends no more and never ends",
            "seen on 10.0 and 11.1",
            ["10.0", "11.1"],
            "PARAM-2",
            rules => rules with { ParametersHold = false, ModeHolds = false })
        {
            Concerns = scenario => scenario.Steps.OfType<CommandStep>().Any(step => step.Arguments.ContainsKey("mode")),
        },
        new(
            "completed-before-exec",
            "a source in mode cpr-exec is completed before it starts the other program, and failed when that cannot be started",
            "facts: defects, A15 and J1; seen on 11.1",
            ["11.1"],
            "STATE-2",
            rules => rules with { CompletesAfterExec = false }),
        new(
            "exec-sends-to-another-process",
            "a source in mode cpr-exec sends its state to a process that runs the guest, with none of its memory, and comes back when its own program cannot be started",
            "facts: defects, J3; seen on 11.1: both run, and a byte the guest had written is 0 on the destination",
            ["11.1"],
            "OWN-1",
            rules => rules with { ExecNeedsFile = false }),
        new(
            "exec-forgets-unshared-memory",
            "memory that the other program cannot map is not refused in mode cpr-exec, and is lost without a word",
            "facts: defects, J5; seen on 11.1: a byte the guest had written is 0 under the other program",
            ["11.1"],
            "RAM-1",
            rules => rules with { RefusesVolatileMemory = false }),
        new(
            "exec-before-flush",
            "the other program is started before all of the state is in the file, and cannot load it",
            "facts: defects, J3",
            [],
            "CPR-1",
            rules => rules with { FlushesBeforeExec = false }),
        new(
            "hand-over-without-channel-aborts",
            "a migrate with an address and no channel for the memory aborts a source in mode cpr-transfer, and the guest with it",
            "seen on 11.1",
            ["11.1"],
            "STATE-7",
            rules => rules with { NoticesMissingChannel = false }),
        new(
            "refused-hand-over-fails",
            "a migrate that finds nobody to take the memory is refused, and the migration has begun and failed all the same",
            "facts: control-plane, section 6; seen on 10.0 and 11.1",
            ["10.0", "11.1"],
            "PARAM-1",
            rules => rules with { RefusedHandOverChangesNothing = false }),
        new(
            "hand-over-names-no-devices",
            "a source that hands its memory over always adds the subsection of devices that are kept, without any too, and a destination of 10.0 cannot read it and ends (vmstate_load_state error -2)",
            "seen from 11.1 to 10.0: 'CprState/vfio devices', version 1, with no device in it",
            ["11.1"],
            "the judge",
            rules => rules with { NamesKeptDevicesIfAny = false })
        {
            Concerns = scenario => scenario.Destination.AwaitsMemory,
        },
        new(
            "failed-exec-crashes",
            "a program that cannot be started ends the process that wanted to start it, on the way back to its guest",
            "facts: defects, B17; fixed in 10.2",
            [],
            "STATE-7",
            rules => rules with { SurvivesFailedExec = false }),
        new(
            "hand-over-stops-early",
            "a source that hands its memory over stops its guest before the destination listens, and a cancel leaves it stopped",
            "facts: control-plane, section 6",
            [],
            "OWN-2",
            rules => rules with { StopsWhenDestinationListens = false }),
    ];
}
