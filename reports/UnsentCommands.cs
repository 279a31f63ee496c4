using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Reports;

/// <summary>Commands that no scenario sends in some status, and why.</summary>
public static class UnsentCommands
{
    /// <summary>What was never sent, side by side with the reason; null: there is none.</summary>
    public static IEnumerable<(Side Side, string Command, MigrationStatus Status, string? Reason)> Of(CorpusCoverage coverage) =>
        from side in new[] { Side.Source, Side.Destination }
        from command in CorpusCoverage.Commands
        from status in CorpusCoverage.StatusesOf(side)
        where coverage.Count(side, command, status) == (0, 0)
        select (side, command, status, Reason(side, command, status));

    private static string? Reason(Side side, string command, MigrationStatus status) => (command, status) switch
    {
        (_, MigrationStatus.Failing or MigrationStatus.Cancelling) => "the status passes within a moment: a command meets it by chance",
        (_, MigrationStatus.PostcopyDevice) when side == Side.Destination => "the status passes within a moment: a command meets it by chance",
        (_, MigrationStatus.PostcopyRecoverSetup) =>
            "without encryption the status passes within a moment; with it QEMU answers nothing there (handshake-in-main-loop), and few commands stand for all",
        ("device_del", _) => "it takes away the device that forbids to migrate: while that is there no migration is under way",
        ("block-job-cancel", _) => "it ends the job that keeps a disk from being given away: then the migration has failed already",
        ("query-named-block-nodes", _) => "asked where it says something: when a disk changes sides",
        ("yank", _) => "it shuts connections down, as cuts of the link do in every status",
        ("quit", _) => "it ends the process whatever the status; sent in those in which most is under way",
        ("system_reset", _) => "it concerns the guest: sent where that runs, where the migration has stopped it, and where its memory is missing",
        ("stop" or "cont", MigrationStatus.Colo) => "who replicates stops and starts its guest all the time",
        ("migrate_cancel" or "migrate-start-postcopy" or "migrate-pause" or "migrate-recover" or "x-colo-lost-heartbeat", MigrationStatus.Failed or MigrationStatus.Colo or MigrationStatus.PostcopyRecover)
            when side == Side.Destination => "it has no meaning for a destination in that status, nor in others, where it is sent",
        _ => null,
    };
}
