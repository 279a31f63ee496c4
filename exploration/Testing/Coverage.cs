namespace Exploration.Testing;

/// <summary>What the executions of a test have seen of what there is.</summary>
/// <param name="Executions">Those that were looked at.</param>
/// <param name="Traces">How many differ in more than the order of independent steps.</param>
/// <param name="Once">How many of these were seen once only.</param>
/// <param name="Pairs">Pairs of operations of two threads on one object, of which one came right after the other.</param>
/// <param name="BothWays">How many of these were seen in both orders.</param>
/// <param name="OneWay">The others, as they were seen.</param>
public sealed record Coverage(long Executions, long Traces, long Once, int Pairs, int BothWays, IReadOnlyList<string> OneWay)
{
    /// <summary>About how likely the next execution is one that was not seen: the share of executions whose trace came up
    /// once only (Good and Turing).</summary>
    public double NextIsNew => IsComplete ? 0 : Executions == 0 ? 1 : (double)Once / Executions;

    /// <summary>There are no other traces.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Of an exhaustive search that was cut short: the share of random walks that were in a trace it has seen.
    /// Null where nothing was cut.</summary>
    public double? SeenByWalks { get; init; }

    /// <summary>Fewer executions than this say nothing of what is left.</summary>
    private const int Enough = 30;

    public override string ToString() =>
        $"coverage: {Words.Count(Traces, "trace")}, {Left}; {Words.Count(Pairs, "pair")} of operations met at an object, {BothWays} of them in both orders";

    private string Left => IsComplete ? "all there are"
        : SeenByWalks is { } share ? $"{100 * share:0.#} % of random walks are in one of them"
        : Executions < Enough ? "too few executions to say how many are left"
        : $"the next execution is in a new one in {100 * NextIsNew:0.#} % of cases";
}
