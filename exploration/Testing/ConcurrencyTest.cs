using Exploration.Schedules;
using Exploration.Stories;
using Exploration.Strategies;

namespace Exploration.Testing;

/// <summary>Runs a concurrent program under many schedules. The program sets up its objects and threads in the world it is
/// given; it is called once for each execution and shares nothing between them.</summary>
public static class ConcurrencyTest
{
    private const int Batch = 64;

    /// <summary>Draws executions at random until one fails.</summary>
    public static TestReport Sample(Action<World> program, TestSettings? settings = null)
    {
        settings ??= new TestSettings();
        var first = Attempt.Run(program, new RandomWalk(settings.Seed), settings.StepLimit);
        var operations = (long)first.Steps;
        if (first.Outcome.IsBug)
        {
            return new(1, operations, false, Explain(program, settings, first));
        }

        for (var done = 1L; done < settings.Executions;)
        {
            var attempts = new Attempt[Math.Min(Batch, settings.Executions - done)];
            void Draw(int at) => attempts[at] = Attempt.Run(
                program, settings.Sampler(StableHash.Mix(settings.Seed, (ulong)(done + at)), first.Steps), settings.StepLimit);
            if (settings.Cores > 1)
            {
                Parallel.For(0, attempts.Length, new ParallelOptions { MaxDegreeOfParallelism = settings.Cores }, Draw);
            }
            else
            {
                for (var at = 0; at < attempts.Length && (at == 0 || !attempts[at - 1].Outcome.IsBug); at++)
                {
                    Draw(at);
                }
            }

            foreach (var attempt in attempts)
            {
                done++;
                operations += attempt.Steps;
                if (attempt.Outcome.IsBug)
                {
                    return new(done, operations, false, Explain(program, settings, attempt));
                }
            }
        }

        return new(settings.Executions, operations, false, null);
    }

    /// <summary>Looks at every execution that differs from the others in more than the order of independent steps, as
    /// far as the number of executions goes.</summary>
    public static TestReport Exhaust(Action<World> program, TestSettings? settings = null) =>
        Search(program, settings ?? new TestSettings { Executions = long.MaxValue }, new OptimalReduction());

    /// <summary>Looks at every execution with at most so many preemptions, those with fewer first.</summary>
    public static TestReport Deepen(Action<World> program, int preemptions, TestSettings? settings = null)
    {
        settings ??= new TestSettings { Executions = long.MaxValue };
        var (executions, operations) = (0L, 0L);
        for (var bound = 0; bound <= preemptions; bound++)
        {
            var found = Search(
                program, settings with { Executions = settings.Executions - executions }, new DepthFirst(bound, mergesStates: false));
            executions += found.Executions;
            operations += found.Operations;
            if (found.Bug is not null || executions >= settings.Executions)
            {
                return found with { Executions = executions, Operations = operations, Complete = false };
            }
        }

        return new(executions, operations, false, null);
    }

    /// <summary>Runs the program once under a schedule.</summary>
    /// <param name="program">The program.</param>
    /// <param name="schedule">What was found for it.</param>
    /// <param name="before">Called before each step with its number, from 1: the place for a breakpoint, or for
    /// <see cref="System.Diagnostics.Debugger.Break"/>. Everything runs on the calling thread.</param>
    public static Bug Replay(Action<World> program, Schedule schedule, Action<int>? before = null)
    {
        var attempt = Attempt.Run(program, new Replay(schedule), int.MaxValue);
        return attempt.Explain(program, Minimality.AsFound, before);
    }

    private static TestReport Search(Action<World> program, TestSettings settings, ISearch search)
    {
        var operations = 0L;
        while (search.Executions < settings.Executions && search.Begin())
        {
            var attempt = Attempt.Run(program, search, settings.StepLimit);
            operations += attempt.Steps;
            if (attempt.Outcome.IsBug)
            {
                return new(search.Executions, operations, false, Explain(program, settings, attempt));
            }
        }

        var complete = search.Executions < settings.Executions;
        return new(search.Executions, operations, complete && search is OptimalReduction, null);
    }

    /// <summary>An endless execution is told as it is: what is left of it when it is made small may not be fair.</summary>
    private static Bug Explain(Action<World> program, TestSettings settings, Attempt attempt) => settings.Shrinks && attempt.Steps < settings.StepLimit
        ? new Shrinker(program, settings.StepLimit).Shrink(attempt)
        : attempt.Explain(program, Minimality.AsFound);
}
