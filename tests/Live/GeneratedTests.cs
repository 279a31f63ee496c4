using Migconf.Cli;
using Migconf.Implementations.Qemu;
using Migconf.Properties.Generators;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Generated scenarios on real QEMU, and what becomes of one that fails.</summary>
public sealed class GeneratedTests
{
    private const int Scenarios = 12;

    /// <summary>Not decided is not wrong: a race that is rare may need a longer search than a test has time for.</summary>
    [Fact]
    public async Task Generated_scenarios_are_explained_by_the_reference_or_by_known_deviations()
    {
        var pair = new QemuBenchFactory(Samples.Real("10.0"), Samples.Real("11.1"));
        var folder = Path.Combine(AppContext.BaseDirectory, "out");
        for (var seed = 1UL; seed <= Scenarios; seed++)
        {
            var found = await Checking.Check(ScenarioGenerator.Of(seed), pair, folder, TestContext.Current.CancellationToken);
            Assert.True(
                found.Kind is CaseKind.Conforms or CaseKind.Known or CaseKind.Inconclusive,
                $"seed {seed}: {found.Kind} {found.Note} after {found.Explained} of {found.Observed}: {string.Join(", ", found.Seen)} {found.Recording}");
        }
    }

    [Fact]
    public void A_seed_gives_the_same_scenario_every_time_and_another_seed_another()
    {
        var written = Enumerable.Range(1, 50).Select(seed => ScenarioWriter.Write(ScenarioGenerator.Of((ulong)seed) with { Title = "" })).ToList();
        Assert.Equal(written[6], ScenarioWriter.Write(ScenarioGenerator.Of(7) with { Title = "" }));
        Assert.Equal(written.Count, written.Distinct().Count());
    }

    /// <summary>A pair that fails whatever cancels is played by a function: real ones fail when they like.</summary>
    [Fact]
    public async Task What_fails_is_made_smaller_run_by_run()
    {
        var scenario = Enumerable.Range(1, 200).Select(seed => ScenarioGenerator.Of((ulong)seed))
            .First(one => Cancels(one) && one.Steps.Count > 8);
        var failed = new CaseResult(scenario.Id, "", "a", "b", CaseKind.Nonconforming);
        var runs = 0;
        var (smallest, shown) = await LiveShrinking.Shrink(scenario, failed, (smaller, _) =>
        {
            runs++;
            return Task.FromResult(failed with { Kind = Cancels(smaller) ? CaseKind.Nonconforming : CaseKind.Conforms });
        });
        Assert.Equal(CaseKind.Nonconforming, shown.Kind);
        Assert.True(Cancels(smallest) && ScenarioRules.AwaitsItsEnd(smallest));
        Assert.True(smallest.Steps.Count < scenario.Steps.Count && runs <= 62, $"{runs} runs: {ScenarioWriter.Write(smallest)}");
    }

    private static bool Cancels(Scenarios.Model.Scenario scenario) =>
        scenario.Steps.Any(step => step is Scenarios.Model.CommandStep { Command: "migrate_cancel" });
}
