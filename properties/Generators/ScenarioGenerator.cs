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

    /// <summary>FsCheck's measure of how large values are; nothing here grows with it.</summary>
    private const int Size = 30;

    private static readonly Wandering<Outlook> Wandering = new(StepGenerator.Onward, StepGenerator.Disturbances, ClosingStepsMax);

    public static Arbitrary<Scenario> Arbitrary => Arb.From(Scenarios, ScenarioShrinker.Shrink);

    /// <summary>Three in a thousand do not come to where nothing is held, and are left out.</summary>
    public static Gen<Scenario> Scenarios => Gen.Frequency((4, Drafts), (1, PostcopyGenerator.Scenarios)).Where(ScenarioRules.Allow);

    /// <summary>The scenario that a seed stands for, the same one every time. It waits for its end, so that real processes can run it.</summary>
    public static Scenario Of(ulong seed)
    {
        // Any odd number does; seeds that follow each other give scenarios that have nothing in common.
        const ulong Gamma = 0x9E37_79B9_7F4A_7C15;
        return FsCheck.FSharp.Gen.Sample(new Rnd(seed, Gamma), Size, 1, Scenarios.Where(ScenarioRules.AwaitsItsEnd))[0] with
        {
            Id = $"generated/{seed}",
            Title = $"generated from seed {seed}",
        };
    }

    private static Gen<Scenario> Drafts =>
        from source in MachineGenerator.Source
        from destination in MachineGenerator.Destination
        from common in MachineGenerator.Common
        let bare = new Scenario
        {
            Id = "generated",
            Title = "generated",
            OldestRelease = destination.ExitOnError is null ? null : "10.0",
            Source = source with { Capabilities = [.. source.Capabilities, .. common] },
            Destination = destination with { Capabilities = [.. destination.Capabilities, .. common] },
            Steps = [],
        }
        from wandering in Gen.Choose(3, WanderingStepsMax)
        from closes in MachineGenerator.Chance(85)
        from scenario in Wandering.From(bare, new Outlook(bare), wandering, closes ? WaitsMax : 0)
        select scenario;
}
