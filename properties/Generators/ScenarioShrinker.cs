using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>Smaller scenarios that still make sense: fewer steps, then fewer settings, then plainer arguments. Steps
/// that lose their sense with what was taken away go with it.</summary>
public static class ScenarioShrinker
{
    public static IEnumerable<Scenario> Shrink(Scenario scenario)
    {
        var size = ScenarioSize.Of(scenario);
        return FewerSteps(scenario).Concat(FewerSettings(scenario)).Concat(PlainerSteps(scenario))
            .Select(ScenarioRules.Mend)
            .Where(smaller => ScenarioRules.Allow(smaller) && ScenarioSize.Of(smaller) < size);
    }

    /// <summary>Halves first, single steps last, from the end: what comes later depends on what came before.</summary>
    private static IEnumerable<Scenario> FewerSteps(Scenario scenario)
    {
        for (var length = scenario.Steps.Count / 2; length > 0; length /= 2)
        {
            for (var start = scenario.Steps.Count - length; start >= 0; start -= length > 2 ? length : 1)
            {
                var (from, to) = (start, start + length);
                yield return scenario with { Steps = [.. scenario.Steps.Where((_, at) => at < from || at >= to)] };
            }
        }
    }

    private static IEnumerable<Scenario> FewerSettings(Scenario scenario)
    {
        var (source, destination) = (scenario.Source, scenario.Destination);
        Scenario With(SourceMachine changed) => scenario with { Source = changed };
        Scenario And(DestinationMachine changed) => scenario with { Destination = changed };
        yield return And(destination with { ExitOnError = null }) with { OldestRelease = null };
        yield return And(destination with { Listener = Listener.Accepts });
        yield return And(destination with { OtherMachineType = false, OtherMemorySize = false, OtherUuid = false, PoisonedMemory = false });
        yield return And(destination with { AutoStart = true });
        yield return And(destination with { Capabilities = [] });
        foreach (var both in source.Capabilities.Intersect(destination.Capabilities))
        {
            yield return scenario with
            {
                Source = source with { Capabilities = [.. source.Capabilities.Where(other => other != both)] },
                Destination = destination with { Capabilities = [.. destination.Capabilities.Where(other => other != both)] },
            };
        }

        yield return With(source with { SharedDisk = false, DiskJob = false });
        foreach (var flag in SourceFlag.All.Reverse())
        {
            yield return With(flag.With(source, false));
        }

        yield return With(source with { Guest = RunState.Running });
        foreach (var capability in source.Capabilities)
        {
            yield return With(source with { Capabilities = [.. source.Capabilities.Where(other => other != capability)] });
        }
    }

    private static IEnumerable<Scenario> PlainerSteps(Scenario scenario)
    {
        for (var at = 0; at < scenario.Steps.Count; at++)
        {
            foreach (var plainer in Plainer(scenario.Steps[at]))
            {
                yield return scenario with { Steps = [.. scenario.Steps.Select((step, index) => index == at ? plainer : step)] };
            }
        }
    }

    private static IEnumerable<Step> Plainer(Step step) => step switch
    {
        WaitStep { AnyOf.Count: > 1 } wait => wait.AnyOf.Select(one => new WaitStep(wait.Side, [one])),
        CommandStep { IsOutOfBand: true } command => [command with { IsOutOfBand = false }],
        CommandStep { Command: "migrate-set-parameters" } command when command.MakesSlow() =>
            [command with { Arguments = new JsonObject { ["max-bandwidth"] = 1 } }],
        CommandStep { Command: "migrate-set-capabilities" } command => Lists(command),
        _ => [],
    };

    private static IEnumerable<Step> Lists(CommandStep command)
    {
        var capabilities = (JsonArray)command.Arguments["capabilities"]!;
        for (var left = 0; left < capabilities.Count; left++)
        {
            yield return command with
            {
                Arguments = new JsonObject { ["capabilities"] = new JsonArray([.. capabilities.Where((_, at) => at != left).Select(one => one!.DeepClone())]) },
            };
        }
    }
}
