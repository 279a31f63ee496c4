using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record LegalEdge() : Law("STATE-1", "LegalEdge", "every status follows from the one before it, and with x-colo the end follows from colo")
{
    public override string? CheckHistory(History history) =>
        history.Roles.Select(one => Check(history, one.Side, one.Role, one.Release)).FirstOrDefault(problem => problem is not null);

    private static string? Check(History history, Side side, Side role, Release release)
    {
        var before = MigrationStatus.None;
        foreach (var status in history.Statuses(side, role))
        {
            var endsOtherwise = status == MigrationStatus.Completed && history.AsksForColo && before != MigrationStatus.Colo;
            var isUnasked = status == MigrationStatus.Colo && !history.AsksForColo;
            if (endsOtherwise || isUnasked || !StatusGraph.Allows(role, before, status, release, history.MayTakeSnapshot))
            {
                return $"{side.Name()}: {before.QmpName()} to {status.QmpName()}";
            }

            before = status;
        }

        return null;
    }
}
