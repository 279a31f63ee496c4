using Exploration.Strategies;

namespace Exploration.Testing;

/// <summary>Makes the strategy of one execution.</summary>
/// <param name="seed">Different for each execution, the same for the same number of an execution.</param>
/// <param name="steps">The length of the first execution, for strategies that spread something over it.</param>
public delegate IStrategy Sampler(ulong seed, int steps);

/// <summary>The strategies that draw executions at random.</summary>
public static class Samplers
{
    public static Sampler Random { get; } = (seed, _) => new RandomWalk(seed);

    public static Sampler Pos { get; } = (seed, _) => new Pos(seed);

    public static Sampler Fair { get; } = (seed, _) => new FairWalk(seed);

    public static Sampler Lockstep { get; } = (seed, steps) => new RoundRobin(seed, 3, steps);

    /// <summary>The others in turn. No single one finds every bug soon; which does is not known before.</summary>
    public static Sampler Portfolio { get; } = Turn;

    private static IReadOnlyList<Sampler> Members { get; } =
        [Random, Fair, Pos, Pos, Pct(2), Pct(2), Pct(3), Pct(3), Pct(3), Delay(2), Lockstep];

    public static Sampler Pct(int depth) => (seed, steps) => new Pct(seed, depth, steps);

    public static Sampler Delay(int delays) => (seed, steps) => new DelayBounded(seed, delays, steps);

    private static IStrategy Turn(ulong seed, int steps) =>
        Members[(int)(StableHash.Mix(seed, 0x50) % (ulong)Members.Count)](seed, steps);
}
