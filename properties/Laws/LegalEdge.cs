using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Laws;

public sealed record LegalEdge() : Law("STATE-1", "LegalEdge", "every status follows from the one before it")
{
    public override string? CheckHistory(History history) =>
        Check(history, Side.Source, history.Source) ?? Check(history, Side.Destination, history.Destination);

    private static string? Check(History history, Side side, Release release)
    {
        var before = None;
        foreach (var status in history.Statuses(side))
        {
            var legal = side == Side.Source ? SourceEdge(before, status, release) : DestinationEdge(before, status);
            if (!legal)
            {
                return $"{side.Name()}: {before.QmpName()} to {status.QmpName()}";
            }

            before = status;
        }

        return null;
    }

    /// <summary>Facts: control-plane, section 1.1.</summary>
    public static bool SourceEdge(MigrationStatus from, MigrationStatus to, Release release) => (from, to) switch
    {
        (None or Completed or Failed or Cancelled, Setup) => true,
        (Setup, Active) => true,
        (Active, PreSwitchover) => true,
        (PreSwitchover, Device) => true,
        (Active, Device) => release.AlwaysShowsDevice,
        (Active, Completed) => !release.AlwaysShowsDevice,
        (Device, Completed) => true,
        (Setup or Active or PreSwitchover or Device, Cancelling) => true,
        (Cancelling, Cancelled) => true,
        (Setup or Active or PreSwitchover or Device, Failing) => release.HasFailing,
        (Failing, Failed) => release.HasFailing,
        (Setup or Active or PreSwitchover or Device, Failed) => !release.HasFailing,
        _ => false,
    };

    /// <summary>Facts: control-plane, section 1.2.</summary>
    public static bool DestinationEdge(MigrationStatus from, MigrationStatus to) =>
        (from, to) is (None, Setup) or (Setup, Active) or (Setup, Failed) or (Active, Completed) or (Active, Failed);
}
