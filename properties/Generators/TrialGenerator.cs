using FsCheck;
using FsCheck.Fluent;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>Trials of generated scenarios on every release they may run on.</summary>
public static class TrialGenerator
{
    /// <summary>On all releases, or on one.</summary>
    public static Arbitrary<Trial> Arbitrary(Release? only = null) => Arb.From(Trials(only), Shrink);

    private static Gen<Trial> Trials(Release? only) =>
        from scenario in ScenarioGenerator.Scenarios.Where(scenario => only is null || scenario.IsFor(only))
        from release in Gen.Elements(only is null ? Releases.All.Where(release => scenario.IsFor(release)) : [only])
        from seed in Gen.Choose(1, int.MaxValue)
        select new Trial(scenario, release, (ulong)seed);

    private static IEnumerable<Trial> Shrink(Trial trial) => ScenarioShrinker.Shrink(trial.Scenario)
        .Where(smaller => smaller.IsFor(trial.Release))
        .Select(smaller => trial with { Scenario = smaller });
}
