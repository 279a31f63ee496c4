using Migconf.Properties.Generators;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Xunit;

namespace Migconf.Tests.Properties;

public sealed class GeneratorTests
{
    private static readonly IReadOnlyList<Scenario> Sample = Generate();

    /// <summary>Generated scenarios stay in precopy, with disks that nobody else locks, and end no process by command: the rest is for
    /// scenarios written by hand.</summary>
    private static readonly Type[] ForTheCorpus = [typeof(WaitRunningStep), typeof(DiskStep), typeof(UnplugStep), typeof(WaitPassesStep)];

    private static readonly string[] CommandsForTheCorpus =
        ["yank", "quit", "device_add", "device_del", "block-job-cancel", "system_reset"];

    [Fact]
    public void Generated_scenarios_obey_the_rules_and_can_be_written_and_loaded() => Assert.All(Sample, scenario =>
    {
        Assert.True(ScenarioRules.Allow(scenario));
        var text = ScenarioWriter.Write(scenario);
        Assert.Equal(text, ScenarioWriter.Write(ScenarioFile.Load(scenario.Id, "generated.yaml", text)));
    });

    [Fact]
    public void Every_command_and_every_kind_of_step_is_generated()
    {
        var steps = Sample.SelectMany(scenario => scenario.Steps).ToList();
        var kinds = typeof(Step).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Step)) && !type.IsAbstract);
        Assert.Empty(kinds.Except(steps.Select(step => step.GetType()).Distinct()).Except(ForTheCorpus));
        Assert.Empty(CommandBook.Names.Except(steps.OfType<CommandStep>().Select(step => step.Command)).Except(CommandsForTheCorpus));
        Assert.Empty(CommandBook.OutOfBand.Except(steps.OfType<CommandStep>().Where(step => step.IsOutOfBand).Select(step => step.Command)).Except(CommandsForTheCorpus));
    }

    [Fact]
    public void Every_smaller_scenario_is_smaller_and_obeys_the_rules() => Assert.All(Sample.Take(100), scenario =>
        Assert.All(ScenarioShrinker.Shrink(scenario), smaller =>
        {
            Assert.True(ScenarioRules.Allow(smaller));
            Assert.True(ScenarioSize.Of(smaller) < ScenarioSize.Of(scenario));
        }));

    [Fact]
    public void A_property_that_fails_for_one_step_shrinks_to_what_that_step_needs()
    {
        var found = PropertyRun.Find(TrialGenerator.Arbitrary(), 1000, trial => !trial.Scenario.Steps.Any(step => step is CommandStep { Command: "migrate_cancel" }));
        Assert.NotNull(found);
        Assert.True(found.Shrunk.Scenario.Steps.Count <= 3, ScenarioWriter.Write(found.Shrunk.Scenario));
        Assert.True(found.Original.Scenario.Steps.Count >= found.Shrunk.Scenario.Steps.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scenarios() => Assert.Equal(
        Sample.Select(ScenarioWriter.Write), Generate().Select(ScenarioWriter.Write));

    private static List<Scenario> Generate()
    {
        var made = new List<Scenario>();
        _ = PropertyRun.Find(TrialGenerator.Arbitrary(), 1000, trial =>
        {
            made.Add(trial.Scenario);
            return true;
        });
        return made;
    }
}
