using Exploration;
using Exploration.Strategies;
using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Reference;
using Xunit;

namespace Migconf.Tests.Reduction;

/// <summary>The reduction visits every class of executions, and hardly any twice.</summary>
public sealed class OptimalReductionTests
{
    /// <summary>Programs with more executions than this are left out: brute force would take too long.</summary>
    private const int MostExecutions = 5_000;

    [Fact]
    public void Random_programs_are_visited_as_brute_force_visits_them() =>
        AssertAgree(Enumerable.Range(0, 500).Select(seed => (Action<World>)new RandomProgram((ulong)seed, 3, 3).Set));

    [Fact]
    public void Programs_whose_steps_touch_several_places_too() =>
        AssertAgree(Enumerable.Range(0, 500).Select(seed => SeveralPlaces(new Random(seed))));

    [Fact]
    public void Programs_whose_steps_choose_too() =>
        AssertAgree(Enumerable.Range(0, 500).Select(seed => SeveralPlaces(new Random(seed), chooses: true)));

    [Fact]
    public void Programs_in_which_a_thread_is_stopped_too() =>
        AssertAgree(Enumerable.Range(0, 1200).Select(seed => SeveralPlaces(new Random(seed), stops: true)), most: 1.15);

    /// <summary>A random walk is in a class that the reduction visited: then the engine declares all it touches.</summary>
    [Theory]
    [InlineData("precopy/completes-with-return-path")]
    [InlineData("precopy/guest-stopped-while-active")]
    [InlineData("link/refused-then-another-try")]
    [InlineData("source/killed-in-active")]
    [InlineData("cancel/in-active-of-a-paused-guest")]
    [InlineData("disk/locked-when-the-guest-arrives")]
    [InlineData("cpr/exec-successor-stays-to-be-asked")]
    public void Scenarios_are_visited_whatever_a_random_walk_finds(string id)
    {
        var scenario = Corpus.Embedded().Single(one => one.Id == id);
        foreach (var release in Releases.All.Where(scenario.IsFor))
        {
            var settings = new PairSettings(release, release, new Rules()) { GuestWrites = 1 };
            var visited = new HashSet<ulong>();
            var search = new OptimalReduction();
            while (search.Begin())
            {
                var trace = new TraceHash(search);
                Explorer.Execute(scenario, settings, trace);
                visited.Add(trace.Value);
            }

            for (var seed = 1UL; seed <= 200; seed++)
            {
                var walk = new TraceHash(new ToTheEnd(new RandomWalk(seed)));
                Explorer.Execute(scenario, settings, walk);
                Assert.True(visited.Contains(walk.Value), $"{id} on {release.Name}: random walk {seed} is in no class visited");
            }
        }
    }

    /// <param name="programs">What is visited.</param>
    /// <param name="most">Executions for each class, on average.</param>
    private static void AssertAgree(IEnumerable<Action<World>> programs, double most = 1.02)
    {
        var (all, executions) = (0, 0L);
        foreach (var (program, number) in programs.Select((program, number) => (program, number)))
        {
            var wanted = new HashSet<ulong>();
            var force = new DepthFirst(int.MaxValue, mergesStates: false);
            while (force.Executions < MostExecutions && force.Begin())
            {
                wanted.Add(Trace(program, force).Hash);
            }

            if (force.Executions == MostExecutions)
            {
                continue;
            }

            var visited = new HashSet<ulong>();
            var search = new OptimalReduction();
            while (search.Begin())
            {
                var (hash, outcome) = Trace(program, search);
                if (outcome.Kind != OutcomeKind.Pruned)
                {
                    visited.Add(hash);
                }
            }

            Assert.True(wanted.SetEquals(visited), $"program {number}: {wanted.Count} classes, {visited.Count} visited");
            all += wanted.Count;
            executions += search.Executions;
        }

        Assert.True(all > 500, $"{all} classes");
        Assert.True(executions <= most * all, $"{executions} executions for {all} classes");
    }

    private static (ulong Hash, Outcome Outcome) Trace(Action<World> program, IStrategy strategy)
    {
        var trace = new TraceHash(strategy);
        var world = new World(trace);
        program(world);
        var outcome = world.Run();
        return (trace.Value, outcome);
    }

    private static Action<World> SeveralPlaces(Random random, bool chooses = false, bool stops = false)
    {
        var threads = Enumerable.Range(0, 3 + random.Next(2))
            .Select(_ => Enumerable.Range(0, 1 + random.Next(2))
                .Select(_ => Enumerable.Range(0, 3).Where(_ => random.Next(3) == 0).Select(part => (part, random.Next(4) != 0)).ToList())
                .ToList())
            .ToList();
        var (stopper, stopped) = (random.Next(threads.Count), random.Next(threads.Count));
        return world =>
        {
            var parts = new ManyPlaces(world);
            var spawned = new List<ControlledThread>();
            for (var index = 0; index < threads.Count; index++)
            {
                var (own, steps) = (index, threads[index]);
                spawned.Add(world.Spawn(
                    $"thread {index}",
                    async () =>
                    {
                        for (var step = 0; step < steps.Count; step++)
                        {
                            await parts.Do(steps[step], chooses && steps[step].Count > 1 ? 2 : 1);
                            if (stops && step == 0 && own == stopper && own != stopped)
                            {
                                spawned[stopped].Stop();
                            }
                        }
                    },
                    mortal: stops));
            }
        };
    }

    /// <summary>Goes on until nothing at all can be done, as the reduction does.</summary>
    internal sealed class ToTheEnd(IStrategy inner) : IStrategy
    {
        public bool StopsAtRest => false;

        public int NextThread(World world, ReadOnlySpan<ControlledThread> ready) => inner.NextThread(world, ready);

        public int NextChoice(World world, int count, string about) => inner.NextChoice(world, count, about);
    }
}
