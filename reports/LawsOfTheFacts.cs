namespace Migconf.Reports;

/// <summary>The laws of facts: defects, section 2, in their order, and what holds each here.</summary>
internal static class LawsOfTheFacts
{
    private const string Devices = "`devices/`: prediction and outcome of random histories agree (`migconf device fuzz`)";

    internal static readonly (string Name, string HeldBy)[] All =
    [
        ("OneOwner", "OWN-1"),
        ("NoOrphan", "OWN-2"),
        ("PointOfNoReturn", "OWN-4"),
        ("LegalEdge", "STATE-1"),
        ("TerminalStays", "STATE-2"),
        ("CancelEndsCancelled", "STATE-3"),
        ("CompletedImpliesDst", "STATE-4"),
        ("StateMeansIt", "STATE-6"),
        ("StateForCapability", "the sets of statuses are data; `migconf mutants` takes each status out of each"),
        ("CommandAcceptState", "CMD-1 for cont and stop; the judge for every reply"),
        ("CommandRejectAtomic", "PARAM-1"),
        ("ConfigLatched", "PARAM-2"),
        ("EpochIsolation", "PARAM-1 (`stale-attempt-blocks-the-next`) and the judge"),
        ("NoUseAfterCleanup", "STATE-7 (`quit-while-loading-aborts`, `forgotten-channels-abort`)"),
        ("CleanupOnce", "LIFE-1"),
        ("NoCrash", "STATE-7"),
        ("DiskOwner", "OWN-3"),
        ("RunstateRestore", "STATE-5"),
        ("RunstatePreserved", "STATE-8"),
        ("OutcomeDetermined", "LIVE-1: a scenario names in its waits each end there may be, and waits for no other; `migconf explore --endings` lists them"),
        ("PageExact", "RAM-1"),
        ("DirtyNoLoss", "RAM-1 (`dirty-mark-cleared-late`, `void-hint-taken`), and RAM-3 for what was given back"),
        ("StableInput", "RAM-2"),
        ("CompleteReadOnly", "RAM-1 (`short-read-is-a-page`)"),
        ("RequestEventuallyServed", "LIVE-2"),
        ("StreamDrained", "CHAN-2"),
        ("ChannelIdentity", "CHAN-1"),
        ("ChannelOneWriter", "CHAN-3"),
        ("CancelBounded", "LIVE-4"),
        ("Progress", "LIVE-1"),
        ("MonitorResponsive", "LIVE-3"),
        ("RecoverRetryable", "LIVE-5"),
        ("NoDeadlock", "LIVE-1 and LIVE-3: a state in which everybody waits is the end of an execution"),
        ("EventPerCommand", "CMD-2"),
        ("FailedHasError", "ERR-1"),
        ("ErrorSetIffFailed", "ERR-2 for completed and cancelled"),
        ("RootCauseFirst", "ERR-4 on the source; the judge, where a recording has both causes"),
        ("ErrorOnOwner", "ERR-3"),
        ("Forward", $"{Devices}; `migconf stream matrix` on real QEMU"),
        ("Backward", $"{Devices}; `migconf stream matrix` on real QEMU"),
        ("StreamStablePerMachine", "`migconf stream diff`; `migconf stream matrix`"),
        ("LoadFaithful", Devices),
    ];
}
