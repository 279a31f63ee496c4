using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record RecoverRetryable() : Law("LIVE-5", "RecoverRetryable", "a paused postcopy may be taken up again, however often that failed before, if the memory is still there")
{
    public override string? CheckHistory(History history)
    {
        MigrationStatus[] last = [MigrationStatus.None, MigrationStatus.None];
        foreach (var (at, item) in history.Items.Index())
        {
            last[(int)item.Side] = item.Status ?? last[(int)item.Side];
            if (TakesUp(item) && last[(int)item.Side] == MigrationStatus.PostcopyPaused && IsRefused(history, at))
            {
                return $"{item.Side.Name()}: {item.Command} (id {item.Id}) was refused";
            }
        }

        return null;
    }

    private static bool TakesUp(HistoryItem item) => item.Side == Side.Source
        ? item.Command == "migrate" && item.Options.Contains("resume")
        : item.Command == "migrate-recover";

    /// <summary>Whether the next thing the side shows is the refusal: nothing happened in between. What was released cannot be sent
    /// again (release-ram).</summary>
    private static bool IsRefused(History history, int at)
    {
        var (side, id) = (history.Items[at].Side, history.Items[at].Id);
        var next = history.Items.Skip(at + 1).FirstOrDefault(item => item.Side == side && item.Shown is not null);
        return next.Shown?.Text.StartsWith($"reply {id} error ", StringComparison.Ordinal) == true
            && next.Shown?.Text != Observation.Refused(id, ErrorClass.MemoryReleased).Text;
    }
}
