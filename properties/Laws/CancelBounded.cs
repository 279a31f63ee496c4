using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CancelBounded() : Law("LIVE-4", "CancelBounded", "a cancelled migration comes to its end, whatever the peer and the network do")
{
    public override string? CheckHistory(History history) =>
        !history.Gone.Contains(Side.Source) && history.Statuses(Side.Source).LastOrDefault() == MigrationStatus.Cancelling
            ? "the source is cancelling for ever"
            : null;
}
