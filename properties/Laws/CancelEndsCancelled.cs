using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CancelEndsCancelled() : Law("STATE-3", "CancelEndsCancelled", "a cancelled migration ends in cancelled")
{
    public override string? CheckHistory(History history)
    {
        var statuses = history.Statuses(Side.Source).ToList();
        var at = statuses.LastIndexOf(MigrationStatus.Cancelling);
        var next = at >= 0 && at + 1 < statuses.Count ? statuses[at + 1] : MigrationStatus.Cancelled;
        return next == MigrationStatus.Cancelled ? null : $"cancelling was followed by {next.QmpName()}";
    }
}
