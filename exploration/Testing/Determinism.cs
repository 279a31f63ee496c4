using Exploration.Schedules;

namespace Exploration.Testing;

/// <summary>Whether a program does the same under the same decisions.</summary>
internal static class Determinism
{
    /// <summary>Runs twice and compares. Null: it did the same.</summary>
    internal static Outcome? Problem(Action<World> program, Func<IStrategy> strategy, int stepLimit)
    {
        var (first, firstEnd) = Run(program, strategy(), stepLimit);
        var (second, secondEnd) = Run(program, strategy(), stepLimit);
        for (var step = 0; step < Math.Max(first.Count, second.Count); step++)
        {
            var (one, other) = (first.ElementAtOrDefault(step), second.ElementAtOrDefault(step));
            if (one != other)
            {
                return Of($"step {step + 1} under the same decisions is '{one?.ToString() ?? "the end"}' once and '{other?.ToString() ?? "the end"}' another time");
            }
        }

        return firstEnd.Kind == secondEnd.Kind && firstEnd.Message == secondEnd.Message
            ? null
            : Of($"the same steps end with '{Describe(firstEnd)}' once and with '{Describe(secondEnd)}' another time");
    }

    internal static Outcome Of(string difference) => new(
        OutcomeKind.Nondeterministic,
        $"{difference}. Something the world does not control decides: time, chance, or what an earlier execution left behind");

    private static (IReadOnlyList<Decision> Decisions, Outcome Outcome) Run(Action<World> program, IStrategy strategy, int stepLimit)
    {
        var recorder = new Recorder(strategy);
        var world = new World(recorder, stepLimit);
        program(world);
        var outcome = world.Run();
        return (recorder.Schedule.Decisions, outcome);
    }

    private static string Describe(Outcome outcome) => outcome.Kind == OutcomeKind.Completed ? "no failure" : outcome.Message;
}
