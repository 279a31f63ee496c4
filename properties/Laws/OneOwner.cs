using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record OneOwner() : Law("OWN-1", "OneOwner", "source and destination never run the guest at the same time")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Source is { IsAlive: true, Guest.IsRunning: true }
        && model.Pair.Destination is { IsAlive: true, Guest.IsRunning: true }
        && !model.ManagerRevivedSource
            ? "both run"
            : null;

    public override string? CheckHistory(History history)
    {
        if (!history.Settled || history.Gone.Count > 0 || Revived(history))
        {
            return null;
        }

        var both = history.LastGuest(Side.Source) == RunState.Running && history.LastGuest(Side.Destination) == RunState.Running;
        return both ? "both were found running at the end" : null;
    }

    private static bool Revived(History history)
    {
        var ended = history.Items.ToList().FindIndex(i => i.Side == Side.Source && i.Status?.IsTerminal() == true);
        return ended >= 0 && history.Items.Skip(ended).Any(item => item is { Side: Side.Source, Command: "cont" });
    }
}
