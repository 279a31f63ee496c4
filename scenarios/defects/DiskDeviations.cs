namespace Migconf.Scenarios.Defects;

/// <summary>Deviations in who may write the disk.</summary>
internal static class DiskDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "runs-without-disk",
            "a guest that comes back runs though somebody else has locked its disk",
            "facts: defects, E5; fixed in 10.2; seen on 5.2, 7.2 and 10.0",
            ["5.2", "7.2", "10.0"],
            "OWN-3",
            rules => rules with { RunsOnlyWithDisk = false }),
        new(
            "not-given-back-without-disk",
            "a guest that would come back to a disk somebody else has locked stays finish-migrate for ever, and cont is refused",
            "seen on 11.1, for running and for paused guests",
            ["11.1"],
            "OWN-2",
            rules => rules with { GivesBackWithoutDisk = false }),
        new(
            "never-arrives-without-disk",
            "a guest that arrives where somebody else has locked its disk stays inmigrate for ever, and cont is accepted without effect",
            "facts: defects, E4; seen on 10.0 and 11.1, in precopy and postcopy",
            ["10.0", "11.1"],
            "CMD-1",
            rules => rules with { ArrivesWithoutDisk = false }),
        new(
            "activation-keeps-no-lock",
            "a disk that is activated after a migration is written, and nobody is kept from writing it: the other side may run the guest too",
            "seen on 5.2: byte 201 of the image is free while the destination runs, and cont on the source is accepted, also when the destination holds the disk of a paused guest",
            ["5.2"],
            "OWN-3",
            rules => rules with { ActivationKeepsLock = false }),
        new(
            "inactive-disk-aborts",
            "a guest arrives paused, with its disk still inactive, and is migrated on: giving the disk up a second time aborts the process",
            "facts: defects, H4; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "STATE-7",
            rules => rules with { GivesUpWhatIsInactive = false }),
        new(
            "job-does-not-keep-disk",
            "a source gives its disk up while a job still copies it: the migration completes, the lock stays, and the guest arrives paused",
            "seen on 5.2",
            ["5.2"],
            "OWN-3",
            rules => rules with { JobKeepsDisk = false }),
        new(
            "inactivation-failure-obscure",
            "a source whose disk a job still copies fails with words that name neither disk nor job",
            "facts: defects, D12; seen on 10.0: Error in migration completion: Bad address",
            ["10.0"],
            "the judge",
            rules => rules with { SaysWhatIsKept = false }),
        new(
            "second-activation-skips-work",
            "a disk that could not be activated counts as active: the next cont runs the guest without the lock",
            "facts: defects, H7; fixed in 4.0",
            [],
            "OWN-3",
            rules => rules with { FailedActivationChangesNothing = false }),
        new(
            "cont-activates-early",
            "a cont before the guest has arrived activates the disk at once, or is refused because the source has it",
            "facts: defects, H5; fixed in 10.0; seen on 5.2 and 7.2",
            ["5.2", "7.2"],
            "the judge",
            rules => rules with { ContWaitsForGuest = false }),
        new(
            "failure-leaves-disk-inactive",
            "after a failed switchover the guest runs, and its disk was not activated",
            "facts: defects, H2; fixed in 8.1",
            [],
            "OWN-3",
            rules => rules with { FailureActivatesDisk = false }),
        new(
            "disk-given-up-late",
            "the source gives the disk up after it has sent the end of the stream",
            "facts: defects, law 17 DiskOwner",
            [],
            "OWN-3",
            rules => rules with { InactivatesFirst = false }),
    ];
}
