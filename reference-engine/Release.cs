namespace Migconf.ReferenceEngine;

/// <summary>What a release of QEMU knows. Each is built from the one before it, so that their difference is the code
/// (facts: control-plane, section 1).</summary>
public sealed record Release(string Name)
{
    /// <summary>A guest that has left is not migrated from here again (6.0).</summary>
    public bool RefusesWhoHasLeft { get; init; }

    /// <summary>Status <c>device</c> without pause-before-switchover too (10.0).</summary>
    public bool AlwaysShowsDevice { get; init; }

    /// <summary>Status <c>failing</c> until the clean-up is done (11.1).</summary>
    public bool HasFailing { get; init; }

    /// <summary><c>migrate-incoming exit-on-error</c> (9.1).</summary>
    public bool KnowsExitOnError { get; init; }

    /// <summary>A listening destination answers <c>query-migrate</c> with <c>setup</c> (8.0); before, with nothing.</summary>
    public bool ShowsIncomingSetup { get; init; }

    /// <summary>A destination looks at the first bytes of a connection before it is <c>active</c> (11.1).</summary>
    public bool LooksAtFirstBytes { get; init; }

    /// <summary>Where it expects more channels than one it does so too (8.0).</summary>
    public bool LooksAtChannels { get; init; }

    /// <summary>Machine types up to 8.0: channels are flushed after each section and not after each pass.</summary>
    public bool FlushesEachSection { get; init; }

    /// <summary>Machine types up to 11.0: with switchover-ack a source waits for the word of the destination even where no device needs time
    /// (facts: wire-format, section 1). None of the model does.</summary>
    public bool AlwaysAwaitsApproval { get; init; }

    /// <summary>Connections are registered, so that <c>yank</c> finds them (6.0); one that is forgotten aborts the process at the end.</summary>
    public bool KnowsConnections { get; init; }

    /// <summary>A destination that listens refuses to be given more channels (8.1).</summary>
    public bool ChecksChannelsAfterListen { get; init; }

    /// <summary>Status <c>postcopy-device</c> until the destination has loaded the device state (10.2).</summary>
    public bool HasPostcopyDevice { get; init; }

    /// <summary>Status <c>postcopy-recover-setup</c> until a reconnection is made (9.1).</summary>
    public bool HasRecoverSetup { get; init; }

    /// <summary>A destination that lost its source still listens where it listened (6.0); before, only after <c>migrate-recover</c>.</summary>
    public bool KeepsListening { get; init; }

    /// <summary><c>migrate-pause</c> in postcopy-recover too (8.2).</summary>
    public bool PausesRecovery { get; init; }

    /// <summary>The word that the guest may run follows the answer that its devices are loaded, and does not come with them.</summary>
    public bool RunsWhenTold { get; init; }

    /// <summary>Whether an address can take several channels is looked at before <c>migrate</c> is accepted (10.0); on 5.2 and 7.2 the migration
    /// begins, and fails.</summary>
    public bool ChecksChannelsFirst { get; init; }

    /// <summary>A disk is activated for a guest that arrives paused, unless late-block-activate is on, and others are not kept from it before
    /// the guest runs (5.2, 7.2); later, only when it is to run.</summary>
    public bool ActivatesForPausedGuest { get; init; }

    /// <summary>A destination that has not the keys it was told to use fails when the source comes (10.0); before, it turned the source
    /// away and waited for the next.</summary>
    public bool FailsWithoutKeys { get; init; }

    /// <summary><c>query-named-block-nodes</c> tells whether a disk is active (10.0).</summary>
    public bool ShowsActiveDisks { get; init; }

    /// <summary>The reply of <c>system_reset</c> comes when the guest is reset (7.2); before, when it is to be.</summary>
    public bool RepliesAfterReset { get; init; }

    /// <summary><c>stop</c> stops a suspended guest too (9.0); before, it leaves it alone.</summary>
    public bool StopsSuspended { get; init; }

    /// <summary>The stream says that the guest is to run on both sides (x-colo); 11.1 does not say it, and refuses who does.</summary>
    public bool AnnouncesColo { get; init; } = true;

    /// <summary>With x-colo the destination needs the capability too (10.0); before, the source decides alone.</summary>
    public bool AsksForColo { get; init; }

    /// <summary>A cancel ends a migration that is <c>colo</c> (10.0); before, it changes nothing there.</summary>
    public bool CancelsColo { get; init; }

    /// <summary>Reads what comes with handed-over memory of devices that are kept; 10.0 does not, 11.1 does.</summary>
    public bool KnowsKeptDevices { get; init; }

    /// <summary>Whether the name of a new device is taken already is looked at before whether it may be plugged in (5.2).</summary>
    public bool ComparesIdsFirst { get; init; }

    /// <summary>The newest versioned machine type.</summary>
    public string MachineType => $"pc-q35-{Name}";
}

public static class Releases
{
    public static readonly Release V5_2 = new("5.2") { FlushesEachSection = true, ActivatesForPausedGuest = true, AlwaysAwaitsApproval = true, ComparesIdsFirst = true };

    public static readonly Release V7_2 = V5_2 with { Name = "7.2", ComparesIdsFirst = false, RefusesWhoHasLeft = true, KnowsConnections = true, KeepsListening = true, RepliesAfterReset = true };

    public static readonly Release V10_0 = V7_2 with
    {
        Name = "10.0",
        AlwaysShowsDevice = true,
        KnowsExitOnError = true,
        FlushesEachSection = false,
        LooksAtChannels = true,
        ChecksChannelsAfterListen = true,
        ChecksChannelsFirst = true,
        ShowsIncomingSetup = true,
        HasRecoverSetup = true,
        PausesRecovery = true,
        ActivatesForPausedGuest = false,
        ShowsActiveDisks = true,
        FailsWithoutKeys = true,
        StopsSuspended = true,
        AsksForColo = true,
        CancelsColo = true,
    };

    public static readonly Release V11_1 = V10_0 with { Name = "11.1", HasFailing = true, LooksAtFirstBytes = true, HasPostcopyDevice = true, KnowsKeptDevices = true, AlwaysAwaitsApproval = false, AnnouncesColo = false };

    /// <summary>What is asked for and no release has yet (facts: defects, law 3 PointOfNoReturn).</summary>
    public static readonly Release Next = V11_1 with { Name = "next", RunsWhenTold = true, AnnouncesColo = true };

    /// <summary>Oldest first.</summary>
    public static readonly IReadOnlyList<Release> All = [V5_2, V7_2, V10_0, V11_1, Next];

    public static Release? Find(string name) => All.FirstOrDefault(release => release.Name == name);

    /// <summary>Its place in the order of releases, the oldest 0; -1 for an unknown one.</summary>
    public static int Age(string name)
    {
        for (var age = 0; age < All.Count; age++)
        {
            if (All[age].Name == name)
            {
                return age;
            }
        }

        return -1;
    }

}
