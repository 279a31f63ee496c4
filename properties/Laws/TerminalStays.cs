using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record TerminalStays() : Law("STATE-2", "TerminalStays", "a terminal status is left only by a new migrate")
{
    public override string? CheckHistory(History history)
    {
        foreach (var (side, role, _) in history.Roles)
        {
            var statuses = history.Statuses(side, role).ToList();
            var after = statuses.Zip(statuses.Skip(1)).FirstOrDefault(
                pair => pair.First.IsTerminal() && pair.Second != MigrationStatus.Setup);
            if (after.First.IsTerminal())
            {
                return $"{side.Name()}: {after.First.QmpName()} was followed by {after.Second.QmpName()}";
            }
        }

        return null;
    }
}
