using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record EventPerCommand() : Law("CMD-2", "EventPerCommand", "an accepted migrate, resumed or not, and an accepted migrate-incoming show a status")
{
    public override string? CheckHistory(History history)
    {
        for (var at = 0; at < history.Items.Count; at++)
        {
            var sent = history.Items[at];
            if (sent.Command is not ("migrate" or "migrate-incoming") || history.Gone.Contains(sent.Side))
            {
                continue;
            }

            var since = history.Items.Skip(at + 1).Where(item => item.Side == sent.Side).TakeWhile(item => item.Command != sent.Command).ToList();
            if (since.Any(item => item.Shown?.Text == Observation.Ok(sent.Id).Text) && !since.Any(item => item.Status is not null))
            {
                return $"{sent.Side.Name()}: {sent.Command} (id {sent.Id}) was accepted, and no status followed";
            }
        }

        return null;
    }
}
