using FsCheck;
using FsCheck.Fluent;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>Scenarios that make sense, most of which move a guest a good part of the way.</summary>
public static class ScenarioGenerator
{
    /// <summary>Steps with which a scenario wanders before it is brought to its end.</summary>
    private const int WanderingStepsMax = 10;

    /// <summary>No scenario needs more to be brought to where nothing is held.</summary>
    private const int ClosingStepsMax = 12;

    /// <summary>Steps after that: waits for what comes by itself.</summary>
    private const int WaitsMax = 6;

    public static Arbitrary<Scenario> Arbitrary => Arb.From(Scenarios, ScenarioShrinker.Shrink);

    /// <summary>Three in a thousand do not come to where nothing is held, and are left out.</summary>
    public static Gen<Scenario> Scenarios => Drafts.Where(ScenarioRules.Allow);

    private static Gen<Scenario> Drafts =>
        from source in MachineGenerator.Source
        from destination in MachineGenerator.Destination
        let bare = new Scenario
        {
            Id = "generated",
            Title = "generated",
            OldestRelease = destination.ExitOnError is null ? null : "10.0",
            Source = source,
            Destination = destination,
            Steps = [],
        }
        from wandering in Gen.Choose(3, WanderingStepsMax)
        from closes in MachineGenerator.Chance(85)
        from scenario in Extend(bare, new Outlook(bare), wandering, ClosingStepsMax + (closes ? WaitsMax : 0))
        select scenario;

    private static Gen<Scenario> Extend(Scenario scenario, Outlook outlook, int wandering, int closing)
    {
        if (wandering + closing == 0 || (wandering == 0 && closing <= ClosingStepsMax && outlook.IsSettled))
        {
            return Gen.Constant(scenario);
        }

        var next = wandering > 0 ? StepGenerator.Next(outlook) : StepGenerator.Closing(outlook);
        return next.SelectMany(step => step is null
            ? Gen.Constant(scenario)
            : Extend(
                scenario with { Steps = [.. scenario.Steps, step] },
                outlook.After(step),
                Math.Max(0, wandering - 1),
                wandering > 0 ? closing : closing - 1));
    }
}
