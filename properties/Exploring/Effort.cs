using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>Which interleavings of a scenario are visited: all within a bound, then any.</summary>
/// <param name="Within">The bound.</param>
/// <param name="Most">Operations after which the bounded search, which is to come to its end, is given up.</param>
/// <param name="Beyond">Operations after which any others are given up; 0: none are visited.</param>
public sealed record Effort(Within Within, long Most, long Beyond)
{
    /// <summary>Explores a scenario; what a bounded search finds broken is not looked for again.</summary>
    public Explored Explore(Scenario scenario, PairSettings settings)
    {
        var bounded = Explorer.Explore(scenario, settings, Within, Most);
        return new(Within, bounded, Beyond > 0 && bounded.Failure is null ? Explorer.Explore(scenario, settings, null, Beyond) : null);
    }
}
