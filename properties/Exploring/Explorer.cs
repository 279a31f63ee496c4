using Exploration;
using Exploration.Schedules;
using Exploration.Strategies;
using Migconf.Properties.Laws;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>What exploring a scenario found.</summary>
/// <param name="Executions">Executions run, including those that met a state seen before.</param>
/// <param name="States">Distinct states.</param>
/// <param name="Complete">Everything within the bound was visited.</param>
/// <param name="Failure">The first failure, if any.</param>
public sealed record ExplorationResult(int Executions, int States, long Operations, bool Complete, Failure? Failure);

/// <summary>A law that was broken, or a scenario that came to no end, and the schedule that shows it.</summary>
public sealed record Failure(string Law, string Message, Schedule Schedule);

/// <summary>Runs a scenario on the reference in all interleavings up to a number of preemptions, and holds every law
/// against each.</summary>
public static class Explorer
{
    public static ExplorationResult Explore(Scenario scenario, PairSettings settings, int preemptions, int executionLimit)
    {
        var search = new DepthFirst(preemptions);
        while (search.Begin())
        {
            var recorder = new Recorder(search);
            if (Execute(scenario, settings, recorder) is { } failure)
            {
                return Result(search, false, failure with { Schedule = recorder.Schedule });
            }

            if (search.Executions >= executionLimit)
            {
                return Result(search, false, null);
            }
        }

        return Result(search, true, null);
    }

    /// <summary>Runs one execution; null when every law held.</summary>
    public static Failure? Execute(Scenario scenario, PairSettings settings, IStrategy strategy)
    {
        var world = new World(strategy);
        var pair = new ReferencePair(world, scenario, settings);
        var model = new Model(pair, new History(scenario, settings.Source, settings.Destination));
        var harness = new ScriptedHarness(world, scenario, model);
        world.AddInvariant(() => Hold(model));
        var outcome = world.Run();
        return outcome.Kind switch
        {
            OutcomeKind.Pruned => null,
            OutcomeKind.Completed when harness.IsFinished => AtEnd(model),
            OutcomeKind.Failed when outcome.Error is LawBrokenException broken => new(broken.Law.Id, broken.Message, Empty),
            OutcomeKind.Failed => new("exception", outcome.Error!.ToString(), Empty),
            OutcomeKind.StepLimit => new("step-limit", outcome.Message, Empty),
            _ => AtEnd(model) ?? new("LIVE-1", $"law LIVE-1: every step of a scenario comes to an end ({harness.Waiting}; {outcome.Message})", Empty),
        };
    }

    private static Schedule Empty => new([]);

    private static ExplorationResult Result(DepthFirst search, bool complete, Failure? failure) =>
        new(search.Executions, search.States, search.Operations, complete, failure);

    private static void Hold(Model model)
    {
        foreach (var law in LawBook.All)
        {
            if (law.CheckModel(model) is { } detail)
            {
                throw new LawBrokenException(law, detail);
            }
        }
    }

    private static Failure? AtEnd(Model model)
    {
        foreach (var law in LawBook.All)
        {
            if (law.CheckHistory(model.History) is { } detail)
            {
                return new Failure(law.Id, new LawBrokenException(law, detail).Message, Empty);
            }
        }

        return null;
    }
}
