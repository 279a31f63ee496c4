using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record CommandRejectAtomic() : Law("PARAM-1", "CommandRejectAtomic", "a refused command changes nothing")
{
    public override string? CheckModel(Model model) => Check(model.Pair.Source) ?? Check(model.Pair.Destination);

    public override string? CheckHistory(History history)
    {
        for (var at = 0; at < history.Items.Count; at++)
        {
            if (history.Items[at] is { Command: "migrate" } sent && BeginsAndIsRefused(history, sent, at))
            {
                return $"{sent.Side.Name()}: migrate (id {sent.Id}) was refused after the status had become setup";
            }
        }

        return null;
    }

    private static bool BeginsAndIsRefused(History history, HistoryItem sent, int at)
    {
        var began = false;
        foreach (var item in history.Items.Skip(at + 1).Where(item => item.Side == sent.Side && item.Shown is not null))
        {
            began |= item.Status == MigrationStatus.Setup;
            if (item.Shown!.Value.Text.StartsWith($"reply {sent.Id} ", StringComparison.Ordinal))
            {
                return began && item.Shown.Value.Text.StartsWith($"reply {sent.Id} error", StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>A status that nobody else can be moving on must be what it was.</summary>
    private static string? Check(Vmm vmm)
    {
        if (vmm.MainLoop.Refused is not { } refused)
        {
            return null;
        }

        var (guest, status) = (vmm.MainLoop.GuestBeforeCommand, vmm.MainLoop.StatusBeforeCommand);
        var now = vmm.Outgoing.State.Now.Status;
        return vmm.Guest.State != guest ? $"{refused} left the guest {vmm.Guest.State}, it was {guest}"
            : !status.IsRunning() && now != status ? $"{refused} left the status {now}, it was {status}"
            : null;
    }
}
