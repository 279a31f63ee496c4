using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record OneOwner() : Law("OWN-1", "OneOwner", "source and destination never run the guest at the same time, but in colo, and where a snapshot was loaded")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Source is { IsAlive: true, Guest.IsRunning: true }
        && model.Pair.Destination is { IsAlive: true, Guest.IsRunning: true }
        && model.Pair.Source.Outgoing is { WasRevived: false, Attempt: { Snapshot: null, WasColo: false } }
            ? "both run"
            : null;

    public override string? CheckHistory(History history)
    {
        if (!history.Settled || history.Gone.Count > 0 || history.TakesSnapshot || history.WasColo || Revived(history))
        {
            return null;
        }

        var both = history.LastGuest(Side.Source)?.IsLive() == true && history.LastGuest(Side.Destination)?.IsLive() == true;
        return both ? "both were found running at the end" : null;
    }

    /// <summary>The manager told the source to run after its migration had ended, or was coming to its end without success: what follows is
    /// its decision. A command counts when it is answered.</summary>
    private static bool Revived(History history)
    {
        var items = history.Items.ToList();
        var ended = items.FindIndex(item => item.Side == Side.Source && item.Status is { } status && (status.IsTerminal() || status is MigrationStatus.Failing or MigrationStatus.Cancelling));
        return ended >= 0 && items.Any(item => item is { Side: Side.Source, Command: "cont" }
            && !items.Take(ended).Any(other => other.Side == Side.Source && other.Shown?.Text == Observation.Ok(item.Id).Text));
    }
}
