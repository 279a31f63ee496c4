using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>Which interleavings of a scenario are visited: all within a bound, then any.</summary>
/// <param name="Within">The bound.</param>
/// <param name="Limit">Operations after which any others are given up. The bounded search, which is to come to its end, has
/// <see cref="ForBounded"/> times as many.</param>
/// <param name="Beyond">Whether others are visited at all.</param>
public sealed record Effort(Within Within, long Limit, bool Beyond)
{
    private const int ForBounded = 20;

    /// <summary>Explores a scenario; what a bounded search finds broken is not looked for again.</summary>
    public Explored Explore(Scenario scenario, PairSettings settings)
    {
        var bounded = Explorer.Explore(scenario, settings, Within, Limit * ForBounded);
        return new(Within, bounded, Beyond && bounded.Failure is null ? Explorer.Explore(scenario, settings, null, Limit) : null);
    }
}
