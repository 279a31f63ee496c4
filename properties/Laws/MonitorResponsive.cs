using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record MonitorResponsive() : Law("LIVE-3", "MonitorResponsive", "every command is answered")
{
    public override string? CheckHistory(History history)
    {
        foreach (var sent in history.Items.Where(item => item.Command is not null && !history.Gone.Contains(item.Side)))
        {
            var reply = $"reply {sent.Id} ";
            if (!history.Items.Any(item => item.Side == sent.Side && item.Shown?.Text.StartsWith(reply, StringComparison.Ordinal) == true))
            {
                return $"{sent.Side.Name()}: {sent.Command} (id {sent.Id}) was not";
            }
        }

        return null;
    }
}
