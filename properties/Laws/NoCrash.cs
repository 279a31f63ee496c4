using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record NoCrash() : Law("STATE-7", "NoCrash", "no command and no link makes a process crash")
{
    public override string? CheckHistory(History history)
    {
        foreach (var item in history.Items)
        {
            if (item.Shown?.Text is { } text && text.StartsWith("exit -", StringComparison.Ordinal) && !history.Killed.Contains(item.Side))
            {
                return $"{item.Side.Name()}: ended by signal {text["exit -".Length..]}";
            }
        }

        return null;
    }
}
