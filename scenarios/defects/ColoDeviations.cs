using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Scenarios.Defects;

/// <summary>Deviations of a guest that runs on both sides (x-colo).</summary>
internal static class ColoDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "colo-ready-taken-for-error",
            "with a return path the source takes the word that the destination is ready for an error: it fails and runs the guest, and so does the destination",
            "seen on 5.2, 7.2 and 10.0; since 11.1 x-colo needs the return path",
            ["5.2", "7.2", "10.0"],
            "OWN-1",
            rules => rules with { ColoEndsReturnPath = false }),
        new(
            "colo-starts-stopped-guest",
            "a guest that was paused, or is to be by -S, runs on both sides",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "STATE-8",
            rules => rules with { ColoHeedsRunState = false }),
        new(
            "colo-cancel-hangs",
            "a cancel in colo leaves the source cancelling for ever, and it never migrates again",
            "seen on 10.0 and 11.1",
            ["10.0", "11.1"],
            "LIVE-4",
            rules => rules with { CancelEndsColo = false }),
        new(
            "colo-not-agreed",
            "nobody says in the stream that the guest is to run on both sides, and who does is refused: each side asks its own capability, and waits for the other for ever, or aborts for want of a return path",
            "seen on 11.1",
            ["11.1"],
            "STATE-1",
            rules => rules with { ColoIsAgreed = false }),
        new(
            "colo-is-not-under-way",
            "what is refused while a migration is under way is accepted in colo",
            "facts: defects, A22; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "PARAM-2",
            rules => rules with { Running = rules.Running.Toggle(MigrationStatus.Colo) }),
        new(
            "colo-from-active-only",
            "a source that shows device completes as if nobody had asked for x-colo, and the destination waits for it in colo",
            "facts: defects, A12; seen on 7.2 with pause-before-switchover",
            ["7.2"],
            "STATE-1",
            rules => rules with { EntersColoFromDevice = false }),
        new(
            "colo-stays-in-device",
            "a source that shows device stays there for ever, its guest stopped, and the destination waits for it in colo",
            "facts: defects, A12; seen on 5.2 with pause-before-switchover",
            ["5.2"],
            "LIVE-1",
            rules => rules with { EntersColoFromDevice = false, CompletesWithoutColo = false }),
    ];
}
