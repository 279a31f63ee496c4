using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record LegalEdge() : Law("STATE-1", "LegalEdge", "every status follows from the one before it, and with x-colo the end follows from colo")
{
    public override string? CheckHistory(History history) =>
        Check(history, Side.Source, history.Source) ?? Check(history, Side.Destination, history.Destination);

    private static string? Check(History history, Side side, Release release)
    {
        var before = MigrationStatus.None;
        foreach (var status in history.Statuses(side))
        {
            var endsOtherwise = status == MigrationStatus.Completed && history.AsksForColo && before != MigrationStatus.Colo;
            var isUnasked = status == MigrationStatus.Colo && !history.AsksForColo;
            if (endsOtherwise || isUnasked || !StatusGraph.Allows(side, before, status, release, history.MayTakeSnapshot))
            {
                return $"{side.Name()}: {before.QmpName()} to {status.QmpName()}";
            }

            before = status;
        }

        return null;
    }
}
