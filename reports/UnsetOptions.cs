using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Reports;

/// <summary>Capabilities and parameters that no scenario sets in some status, and why.</summary>
public static class UnsetOptions
{
    /// <summary>What was never set, with the reason; null: there is none.</summary>
    public static IEnumerable<(Side Side, string Option, MigrationStatus Status, string? Reason)> Of(CorpusCoverage coverage) =>
        from side in new[] { Side.Source, Side.Destination }
        from option in CorpusCoverage.Options
        from status in CorpusCoverage.StatusesOf(side)
        where coverage.CountOf(side, option, status) == (0, 0)
        select (side, option, status, Reason(side, option, status));

    private static string? Reason(Side side, string option, MigrationStatus status) => (option, status) switch
    {
        (_, MigrationStatus.Failing or MigrationStatus.Cancelling) => "the status passes within a moment: a command meets it by chance",
        (_, MigrationStatus.PostcopyDevice) when side == Side.Destination => "the status passes within a moment: a command meets it by chance",
        (_, MigrationStatus.PostcopyRecoverSetup) => "without encryption the status passes within a moment; with it QEMU answers nothing there (handshake-in-main-loop)",
        ("x-checkpoint-delay", MigrationStatus.Colo) => "QEMU makes a checkpoint then and there, and checkpoints are not part of the reference",
        _ => null,
    };
}
