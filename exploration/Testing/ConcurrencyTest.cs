using Exploration.Schedules;
using Exploration.Stories;
using Exploration.Strategies;

namespace Exploration.Testing;

/// <summary>Runs a concurrent program under many schedules. The program sets up its objects and threads in the world it is
/// given; it is called once for each execution and shares nothing between them.</summary>
public static class ConcurrencyTest
{
    private const int Batch = 64;

    /// <summary>Random walks that say how much a search that was cut short has seen.</summary>
    private const ulong Walks = 1000;

    /// <summary>Draws executions at random until one fails.</summary>
    public static TestReport Sample(Action<World> program, TestSettings? settings = null)
    {
        settings ??= new TestSettings();
        var gauge = settings.MeasuresCoverage ? new CoverageGauge() : null;
        IStrategy First() => new RandomWalk(settings.Seed);
        var first = Draw(program, First(), settings, gauge is not null);
        gauge?.Add(first.Watch!);
        var operations = (long)first.Steps;
        TestReport Report(long executions, Bug? bug) =>
            new(executions, operations, bug is null ? null : bug with { Schedule = bug.Schedule with { Seed = settings.Seed } }) { Coverage = gauge?.Read() };
        if (first.Outcome.IsBug || Determinism.Problem(program, First, settings.StepLimit) is not null)
        {
            return Report(1, Explain(program, settings, First));
        }

        for (var done = 1L; done < settings.Executions;)
        {
            var draws = new Drawn[Math.Min(Batch, settings.Executions - done)];
            IStrategy Strategy(int at) => settings.Sampler(StableHash.Mix(settings.Seed, (ulong)(done + at)), first.Steps);
            void DrawAt(int at) => draws[at] = Draw(program, Strategy(at), settings, gauge is not null);
            if (settings.Cores > 1)
            {
                Parallel.For(0, draws.Length, new ParallelOptions { MaxDegreeOfParallelism = settings.Cores }, DrawAt);
            }
            else
            {
                for (var at = 0; at < draws.Length && (at == 0 || !draws[at - 1].Outcome.IsBug); at++)
                {
                    DrawAt(at);
                }
            }

            for (var at = 0; at < draws.Length; at++)
            {
                operations += draws[at].Steps;
                gauge?.Add(draws[at].Watch!);
                if (draws[at].Outcome.IsBug)
                {
                    return Report(done + at + 1, Explain(program, settings, () => Strategy(at)));
                }
            }

            done += draws.Length;
        }

        return Report(settings.Executions, null);
    }

    /// <summary>Looks at every execution that differs from the others in more than the order of independent steps, as
    /// far as the number of executions goes.</summary>
    public static TestReport Exhaust(Action<World> program, TestSettings? settings = null) => Search(
        program, settings ?? new TestSettings { Executions = long.MaxValue }, new OptimalReduction(), TestReport.Everything);

    /// <summary>Looks at every execution with at most so many preemptions, or delays, those with fewer first. What leads to
    /// a state that was reached before is left out.</summary>
    public static TestReport Deepen(Action<World> program, int most, TestSettings? settings = null, Bound counted = Bound.Preemptions)
    {
        settings ??= new TestSettings { Executions = long.MaxValue };
        var (executions, operations, extent) = (0L, 0L, "");
        for (var bound = 0; bound <= most; bound++)
        {
            var wanted = $"all with at most {bound} {(counted == Bound.Delays ? "delays" : "preemptions")}";
            var found = Search(
                program, settings with { Executions = settings.Executions - executions }, new DepthFirst(bound, counted: counted), wanted);
            executions += found.Executions;
            operations += found.Operations;
            if (found.Bug is not null || found.Extent.Length == 0)
            {
                return found with { Executions = executions, Operations = operations, Extent = extent };
            }

            extent = wanted;
        }

        return new(executions, operations, null) { Extent = extent };
    }

    /// <summary>Runs the program once under a schedule. Where the program has changed since, the schedule is followed as far
    /// as it can be, and <see cref="Bug.Misfits"/> says where not.</summary>
    /// <param name="program">The program.</param>
    /// <param name="schedule">What was found for it.</param>
    /// <param name="before">Called before each step with its number, from 1: the place for a breakpoint, or for
    /// <see cref="System.Diagnostics.Debugger.Break"/>. Everything runs on the calling thread.</param>
    public static Bug Replay(Action<World> program, Schedule schedule, Action<int>? before = null)
    {
        var fitting = new FittingReplay(schedule);
        var attempt = Attempt.Run(program, fitting, schedule.StepLimit ?? new TestSettings().StepLimit + schedule.Decisions.Count);
        return attempt.Explain(program, Minimality.AsFound, before) with { Misfits = fitting.Misfits };
    }

    private static Drawn Draw(Action<World> program, IStrategy strategy, TestSettings settings, bool watched)
    {
        var watch = watched ? CoverageGauge.Watching(strategy) : null;
        var world = new World(watch ?? strategy, settings.StepLimit);
        program(world);
        return new(world.Run(), world.Steps, watch);
    }

    private static TestReport Search(Action<World> program, TestSettings settings, ISearch search, string extent)
    {
        var gauge = settings.MeasuresCoverage && search is OptimalReduction ? new CoverageGauge() : null;
        var operations = 0L;
        TestReport Report(Bug? bug) => new(search.Executions, operations, bug) { Coverage = gauge?.Read() };
        IStrategy First() => new RandomWalk(settings.Seed);
        if (Determinism.Problem(program, First, settings.StepLimit) is not null)
        {
            return Report(Explain(program, settings, First));
        }

        while (search.Executions < settings.Executions && search.Begin())
        {
            var watch = gauge is null ? null : CoverageGauge.Watching(search);
            var trail = new Trail(watch ?? (IStrategy)search);
            try
            {
                var world = new World(trail, settings.StepLimit);
                program(world);
                var outcome = world.Run();
                operations += world.Steps;
                gauge?.Add(watch!);
                if (outcome.IsBug)
                {
                    return Report(Explain(program, settings, trail.Again));
                }
            }
            catch (ScheduleMismatchException mismatch)
            {
                return Report(Attempt.Run(program, new Guided(trail.Threads, []), settings.StepLimit)
                    .Explain(program, Minimality.AsFound) with { Outcome = Determinism.Of(mismatch.Message) });
            }
        }

        if (search.Executions < settings.Executions)
        {
            var all = Report(null);
            return all with { Extent = extent, Coverage = all.Coverage is null ? null : all.Coverage with { IsComplete = true } };
        }

        for (var walk = 0UL; gauge is not null && walk < Walks; walk++)
        {
            gauge.Probe(Draw(program, new RandomWalk(StableHash.Mix(settings.Seed, walk)), settings, true).Watch!);
        }

        return Report(null);
    }

    /// <summary>The execution once more, with all that is to be known of it. One that is not the same again is the bug then.
    /// An endless execution is told as it is: what is left of it when it is made small may not be fair.</summary>
    private static Bug Explain(Action<World> program, TestSettings settings, Func<IStrategy> strategy)
    {
        var attempt = Attempt.Run(program, strategy(), settings.StepLimit);
        if (Determinism.Problem(program, strategy, settings.StepLimit) is { } problem)
        {
            return attempt.Explain(program, Minimality.AsFound) with { Outcome = problem };
        }

        return settings.Shrinks && attempt.Steps < settings.StepLimit
            ? new Shrinker(program, settings.StepLimit).Shrink(attempt)
            : attempt.Explain(program, Minimality.AsFound);
    }

    private readonly record struct Drawn(Outcome Outcome, int Steps, CoverageGauge.Watch? Watch);
}
