namespace Migconf.Properties.Exploring;

/// <summary>What the searches of one scenario found together.</summary>
/// <param name="Within">The bound of the first.</param>
/// <param name="Bounded">What it found.</param>
/// <param name="Others">What the search without a bound found, where there was one.</param>
public sealed record Explored(Within Within, ExplorationResult Bounded, ExplorationResult? Others)
{
    public Failure? Failure => Bounded.Failure ?? Others?.Failure;

    /// <summary>It holds in all interleavings.</summary>
    public bool IsAll => Others is { Complete: true };

    /// <summary>It holds in all within the bound, and in those visited beyond.</summary>
    public bool IsAllWithin => Failure is null && !IsAll && Bounded.Complete;

    /// <summary>It holds, but the bound was not exhausted.</summary>
    public bool IsCut => Failure is null && !IsAll && !Bounded.Complete;

    /// <summary>How the executions ended, in order.</summary>
    public IEnumerable<string> Endings => Bounded.Endings.Union(Others?.Endings ?? Bounded.Endings).Order(StringComparer.Ordinal);

    public override string ToString() => string.Join("; ", new[]
    {
        IsAll ? null : Text(Bounded, $" {Within}"),
        Others is null ? null : Text(Others, ""),
    }.OfType<string>());

    private static string Text(ExplorationResult found, string bound)
    {
        var extent = found.Complete ? "all" : found.Failure is null ? "not all" : "until it failed";
        return $"{found.Interleavings} interleavings, {found.Operations} operations, {extent}{bound}";
    }
}
