using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record NoFalseError() : Law("ERR-2", "NoFalseError", "a completed or cancelled migration has no error")
{
    public override string? CheckHistory(History history)
    {
        foreach (var item in history.Items)
        {
            if (item.Shown?.Text.EndsWith(Observation.WithError, StringComparison.Ordinal) == true)
            {
                return $"{item.Side}: {item.Shown}";
            }
        }

        return null;
    }
}
