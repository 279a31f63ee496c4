using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>A step from one published status to the next.</summary>
/// <param name="From">The status before.</param>
/// <param name="To">The status after.</param>
/// <param name="Trigger">What leads there.</param>
public sealed record StatusEdge(MigrationStatus From, MigrationStatus To, string Trigger)
{
    /// <summary>Which releases have it; null: all.</summary>
    public Func<Release, bool>? Only { get; init; }

    /// <summary>Only where the guest stays: capability background-snapshot.</summary>
    public bool IsOfSnapshot { get; init; }

    public bool IsIn(Release release) => Only?.Invoke(release) ?? true;
}

/// <summary>Which status may follow which (facts: control-plane, sections 1.1 and 1.2).</summary>
public static class StatusGraph
{
    private const string Error = "the link breaks, the destination answers that it failed, or something cannot be saved";
    private const string Loaded = "all is sent, and with a return path the destination has answered that it is loaded";
    private const string AllSent = "all is sent, and x-colo is on";
    private const string LostHeartbeat = "x-colo-lost-heartbeat";
    private static readonly MigrationStatus[] UnderWay = [Setup, WaitUnplug, Active, PreSwitchover, Device];

    /// <summary>Who waits for the manager finds an error only after it.</summary>
    private static readonly MigrationStatus[] AtWork = [Setup, Active, Device];

    /// <summary>Of the outgoing role.</summary>
    public static IReadOnlyList<StatusEdge> Source { get; } =
    [
        .. new[] { None, Completed, Failed, Cancelled }.Select(from => new StatusEdge(from, Setup, "migrate is accepted")),
        new(Setup, Active, "the migration thread has sent the header and the setup sections"),
        new(Setup, WaitUnplug, "that is done, and the guest holds a device that cannot be migrated (virtio failover)"),
        new(WaitUnplug, Active, "the guest has given the device up"),
        new(Active, PreSwitchover, "few enough pages are left, and pause-before-switchover is on"),
        new(PreSwitchover, Device, "migrate-continue"),
        new(Active, Device, "few enough pages are left") { Only = release => release.AlwaysShowsDevice },
        new(Active, Completed, Loaded) { Only = release => !release.AlwaysShowsDevice },
        new(Active, Completed, "a background snapshot is written") { Only = release => release.AlwaysShowsDevice, IsOfSnapshot = true },
        new(Device, Completed, Loaded),
        new(Active, Colo, AllSent) { Only = release => !release.AlwaysShowsDevice },
        new(Device, Colo, AllSent),
        new(Colo, Completed, LostHeartbeat),
        new(Active, PostcopyActive, "migrate-start-postcopy") { Only = release => !release.AlwaysShowsDevice },
        new(PreSwitchover, PostcopyActive, "migrate-continue, after migrate-start-postcopy") { Only = release => !release.AlwaysShowsDevice },
        new(Device, PostcopyActive, "device state is sent, and the destination has answered that it is loaded")
        {
            Only = release => release.AlwaysShowsDevice && !release.HasPostcopyDevice,
        },
        new(Device, PostcopyDevice, "device state is sent") { Only = release => release.HasPostcopyDevice },
        new(PostcopyDevice, PostcopyActive, "the destination has answered that the device state is loaded") { Only = release => release.HasPostcopyDevice },
        new(PostcopyActive, Completed, "all pages are sent, and the destination has answered that they are there"),
        new(PostcopyActive, PostcopyPaused, "the link breaks, or migrate-pause"),
        new(PostcopyPaused, PostcopyRecover, "migrate resume has connected") { Only = release => !release.HasRecoverSetup },
        new(PostcopyPaused, PostcopyRecoverSetup, "migrate resume") { Only = release => release.HasRecoverSetup },
        new(PostcopyRecoverSetup, PostcopyRecover, "the connection is made") { Only = release => release.HasRecoverSetup },
        new(PostcopyRecoverSetup, PostcopyPaused, "the connection cannot be made") { Only = release => release.HasRecoverSetup },
        new(PostcopyRecover, PostcopyActive, "both sides agree on what is missing"),
        new(PostcopyRecover, PostcopyPaused, "the link breaks again, or (from 10.0) migrate-pause"),
        .. UnderWay.Select(from => new StatusEdge(from, Cancelling, "migrate_cancel")),
        new(Colo, Cancelling, "migrate_cancel") { Only = release => release.CancelsColo },
        new(Cancelling, Cancelled, "the clean-up is done, or the connection attempt has ended"),
        .. AtWork.Select(from => new StatusEdge(from, Failing, Error) { Only = release => release.HasFailing }),
        new(PostcopyDevice, Failing, "the link breaks, or the destination answers that it cannot load the device state") { Only = release => release.HasPostcopyDevice },
        new(PostcopyActive, Failed, "the disk is kept, or a device cannot be saved, or what was saved cannot be sent, or the destination answers that it cannot load it") { Only = release => !release.AlwaysShowsDevice },
        new(Failing, Failed, "the clean-up is done") { Only = release => release.HasFailing },
        .. AtWork.Select(from => new StatusEdge(from, Failed, Error) { Only = release => !release.HasFailing }),
    ];

    /// <summary>Of the incoming role.</summary>
    public static IReadOnlyList<StatusEdge> Destination { get; } =
    [
        new(None, Setup, "migrate-incoming is accepted"),
        new(Setup, Active, "the source has connected (11.1: and its first bytes are those of a migration)"),
        new(Setup, Failed, "what connected is no migration, or is gone (looked at from 10.0, with multifd)") { Only = release => release.LooksAtChannels },
        new(Active, Completed, "the guest has arrived and was started or left stopped"),
        new(Active, Colo, "the guest has arrived, and x-colo is on"),
        new(Colo, Completed, LostHeartbeat),
        new(Active, Failed, "the stream ends early or cannot be loaded"),
        new(Active, PostcopyDevice, "device state has come, and memory will follow") { Only = release => release.HasPostcopyDevice },
        new(PostcopyDevice, PostcopyActive, "device state is loaded, and the guest runs") { Only = release => release.HasPostcopyDevice },
        new(Active, PostcopyActive, "device state is loaded, and the guest runs") { Only = release => !release.HasPostcopyDevice },
        new(PostcopyDevice, PostcopyPaused, "the link breaks after device state is loaded, and the word to run may be lost with it")
        {
            Only = release => release.RunsWhenTold,
        },
        new(PostcopyDevice, Failed, "device state cannot be loaded, or the link breaks before it is") { Only = release => release.HasPostcopyDevice },
        new(PostcopyActive, Completed, "the last page has come"),
        new(PostcopyActive, PostcopyPaused, "the link breaks, or migrate-pause"),
        new(PostcopyPaused, PostcopyRecover, "a source has connected again"),
        new(PostcopyRecover, PostcopyActive, "the source goes on"),
        new(PostcopyRecover, PostcopyPaused, "the link breaks again, or (from 10.0) migrate-pause"),
    ];

    public static bool Allows(Side side, MigrationStatus from, MigrationStatus to, Release release, bool ofSnapshot = false) =>
        Of(side).Any(edge => edge.From == from && edge.To == to && edge.IsIn(release) && (ofSnapshot || !edge.IsOfSnapshot));

    public static IReadOnlyList<StatusEdge> Of(Side side) => side == Side.Source ? Source : Destination;
}
