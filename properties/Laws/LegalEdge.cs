using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record LegalEdge() : Law("STATE-1", "LegalEdge", "every status follows from the one before it")
{
    public override string? CheckHistory(History history) =>
        Check(history, Side.Source, history.Source) ?? Check(history, Side.Destination, history.Destination);

    private static string? Check(History history, Side side, Release release)
    {
        var before = MigrationStatus.None;
        foreach (var status in history.Statuses(side))
        {
            if (!StatusGraph.Allows(side, before, status, release, history.MayTakeSnapshot))
            {
                return $"{side.Name()}: {before.QmpName()} to {status.QmpName()}";
            }

            before = status;
        }

        return null;
    }
}
