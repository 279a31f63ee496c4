namespace Migconf.Properties.Laws;

public sealed record FailedHasError() : Law("ERR-1", "FailedHasError", "whoever sees failed or postcopy-paused finds the error")
{
    public override string? CheckHistory(History history)
    {
        foreach (var item in history.Items)
        {
            if (item.Shown?.Text.EndsWith(", error none", StringComparison.Ordinal) == true)
            {
                return $"{item.Side}: {item.Shown}";
            }
        }

        return null;
    }
}
