using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record ConfigLatched() : Law(
    "PARAM-2", "ConfigLatched", "what was negotiated or allocated with is not changed until the migration has ended")
{
    public override string? CheckModel(Model model) => Check(model.Pair.Source) ?? Check(model.Pair.Destination);

    /// <summary>A parameter was accepted after the reply of the command that began, and before the status was terminal. Who
    /// changes a capability to what it was changes nothing; recordings of those are for the judge.</summary>
    public override string? CheckHistory(History history)
    {
        foreach (var (item, at) in history.Items.Select((item, at) => (item, at)).Where(one => IsOfFixed(one.item)))
        {
            if (IsUnderWay(history, item, at) && IsAccepted(history, item, at))
            {
                return $"{item.Side.Name()}: {item.Command} (id {item.Id}) was accepted while a migration was under way";
            }
        }

        return null;
    }

    private static string? Check(Vmm vmm)
    {
        var (count, last) = vmm.Settings.FixedChanges;
        var begun = vmm.Outgoing.State.Now.Status.IsRunning() ? vmm.Outgoing.Attempt.Latched : vmm.Incoming.IsUnderWay ? vmm.Incoming.Latched : count;
        return begun == count ? null : $"{vmm.Side.Name()}: {last} was changed while a migration was under way";
    }

    private static bool IsOfFixed(HistoryItem item) => item.Command == "migrate-set-parameters"
        && item.Options.Any(name => Parameter.All.Any(one => one.Name == name && one.Changes == Changes.BetweenMigrations));

    private static bool IsUnderWay(History history, HistoryItem item, int at)
    {
        var statuses = history.Items.Take(at).Where(one => one.Side == item.Side && one.Status is not null).ToList();
        return statuses.Count > 0 && statuses[^1].Status!.Value.IsRunning()
            && !history.Items.Skip(at).TakeWhile(one => one.Shown?.Text != $"reply {item.Id} ok").Any(one => one.Side == item.Side && one.Status?.IsTerminal() == true);
    }

    private static bool IsAccepted(History history, HistoryItem item, int at) =>
        history.Items.Skip(at).Any(one => one.Side == item.Side && one.Shown?.Text == $"reply {item.Id} ok");
}
