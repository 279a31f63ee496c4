using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>Deviations where the guest cannot be given up: a device refuses to be saved, or a job keeps the disk.</summary>
internal static class SaveDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "kept-guest-keeps-connection",
            "a migration with a return path that fails because a device is not saved, or a job keeps the disk, does not close its connection: the destination stays active for ever",
            "seen on 5.2 and 7.2 (disk: 7.2, in postcopy too)",
            ["5.2", "7.2"],
            "LIVE-1",
            rules => rules with { FailedSwitchoverCloses = false })
        {
            Concerns = scenario => scenario.Source.HasDisk || scenario.Source.UnsavableDevice,
        },
        new(
            "unsaved-device-crashes",
            "a source that cannot save a device ends by a signal: the error it is to report was never made",
            "facts: defects, D6; fixed in 9.0.4, 9.1.2 and 9.2",
            [],
            "STATE-7",
            rules => rules with { SurvivesUnsavedDevice = false })
        {
            Concerns = scenario => scenario.Source.UnsavableDevice,
        },
        new(
            "unsaved-device-given-away",
            "a source that cannot save a device when postcopy starts sends what it has, which the destination cannot load, and goes on",
            "seen on 5.2 and 7.2: with the guest given away by then, no side can run it",
            ["5.2", "7.2"],
            "ERR-4",
            rules => rules with { SendsOnlyWhatIsSaved = false })
        {
            Concerns = scenario => scenario.Source.UnsavableDevice,
        },
        new(
            "failed-snapshot-stops-guest",
            "a guest that was stopped for a background snapshot stays stopped when a device cannot be saved",
            "seen on 7.2, 10.0 and 11.1",
            ["7.2", "10.0", "11.1"],
            "STATE-5",
            rules => rules with { FailedSnapshotGoesOn = false })
        {
            Concerns = scenario => scenario.Source.UnsavableDevice,
        },
    ];
}
