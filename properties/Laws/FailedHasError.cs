namespace Migconf.Properties.Laws;

public sealed record FailedHasError() : Law("ERR-1", "FailedHasError", "whoever sees failed finds the error")
{
    public override string? CheckHistory(History history)
    {
        foreach (var item in history.Items)
        {
            if (item.Shown?.Text.EndsWith("status failed, error none", StringComparison.Ordinal) == true)
            {
                return $"{item.Side}: {item.Shown}";
            }
        }

        return null;
    }
}
