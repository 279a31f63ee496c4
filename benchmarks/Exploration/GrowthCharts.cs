using System.Diagnostics;
using System.Globalization;
using Exploration;
using Exploration.Gallery;
using Exploration.Gallery.Models;
using Exploration.Primitives;
using Exploration.Strategies;
using Exploration.Testing;

namespace Migconf.Benchmarks.Exploring;

/// <summary>How speed, number of executions and memory grow with threads, operations, depth and time: a Markdown page
/// with charts.</summary>
internal static class GrowthCharts
{
    internal static void Print()
    {
        Console.WriteLine("# How it grows\n\nWritten by `dotnet run --project benchmarks -c Release -- growth`. Figures of one machine; look at the shapes.");
        int[] threads = [2, 4, 8, 16, 32, 64];
        Chart(
            "Speed by threads", "A random walk; each thread reads and writes one variable ten times.", "threads", "M operations/s",
            threads, count => Speed(world => Adders(world, count, 10)));
        int[] operations = [2, 10, 50, 250, 1250];
        Chart(
            "Speed by operations", "A random walk of four threads.", "operations of a thread", "M operations/s",
            operations, count => Speed(world => Adders(world, 4, count / 2)));
        int[] sizes = [1, 2, 3, 4, 5, 6, 7];
        Chart(
            "Executions by threads, exhaustive", "n writers of one variable: n! classes, each executed once.", "writers", "executions, log10",
            sizes, count => Math.Log10(Exhaust(world => Literature.Writers(world, count)).Executions));
        Chart(
            "Executions by operations, exhaustive", "Two threads read and write one variable n times each.", "rounds", "executions, log10",
            [1, 2, 3, 4, 5], count => Math.Log10(Exhaust(world => Adders(world, 2, count)).Executions));
        foreach (var (name, sampler) in new[] { ("a random walk", Samplers.Random), ("POS", Samplers.Pos), ("PCT 3", Samplers.Pct(3)), ("the portfolio", Samplers.Portfolio) })
        {
            Chart(
                $"Executions by depth, {name}", "Two threads have to take turns so many times; median of 25 seeds, at most 100 000.", "turns", "executions to the failure, log10",
                [1, 2, 3, 4, 5, 6], turns => Math.Log10(ToFailure(turns, sampler)));
        }

        PrintMemory();
    }

    private static void PrintMemory()
    {
        Console.WriteLine("\n## Memory\n\nThe heap after a full collection.\n\n| random walk, executions of `mig` | heap, KB |\n|---|---|");
        var done = 0UL;
        foreach (var wanted in new[] { 1_000UL, 100_000UL, 1_000_000UL, 10_000_000UL })
        {
            while (done < wanted)
            {
                Execute(SplitBrain.Unchecked, new RandomWalk(done++));
            }

            Console.WriteLine($"| {wanted} | {GC.GetTotalMemory(forceFullCollection: true) / 1024} |");
        }

        Console.WriteLine("\n| reduction, executions of `mig` | heap, KB | bytes an execution, beyond the first |\n|---|---|---|");
        var search = new OptimalReduction();
        var first = 0L;
        var marks = new Queue<long>([1, 100, 1_000, 10_000, 100_000]);
        while (marks.Count > 0 && search.Begin())
        {
            Execute(SplitBrain.Unchecked, search);
            if (search.Executions == marks.Peek())
            {
                var heap = GC.GetTotalMemory(forceFullCollection: true);
                first = first == 0 ? heap : first;
                Console.WriteLine($"| {marks.Dequeue()} | {heap / 1024} | {(double)(heap - first) / search.Executions:0.00} |");
            }
        }

        GC.KeepAlive(search);
    }

    private static void Chart(string title, string about, string across, string up, int[] at, Func<int, double> value)
    {
        var values = at.Select(value).ToList();
        string Numbers(IEnumerable<double> numbers) => string.Join(", ", numbers.Select(number => number.ToString("0.##", CultureInfo.InvariantCulture)));
        Console.WriteLine($$"""

            ## {{title}}

            {{about}}

            ```mermaid
            xychart-beta
              x-axis "{{across}}" [{{string.Join(", ", at)}}]
              y-axis "{{up}}"
              line [{{Numbers(values)}}]
            ```
            """);
    }

    private static double Speed(Action<World> program)
    {
        var operations = 0L;
        for (var (seed, warm) = (0UL, Stopwatch.StartNew()); warm.ElapsedMilliseconds < 500; seed++)
        {
            Execute(program, new RandomWalk(seed));
        }

        var watch = Stopwatch.StartNew();
        for (var seed = 0UL; watch.ElapsedMilliseconds < 1500; seed++)
        {
            operations += Execute(program, new RandomWalk(seed));
        }

        return operations / watch.Elapsed.TotalSeconds / 1e6;
    }

    private static TestReport Exhaust(Action<World> program) => ConcurrencyTest.Exhaust(program);

    private static long ToFailure(int turns, Sampler sampler) => Enumerable.Range(1, 25).Select(seed => ConcurrencyTest.Sample(
        world => Turns(world, turns),
        new TestSettings { Sampler = sampler, Seed = (ulong)seed * 7919, Executions = 100_000, Shrinks = false }).Executions).Order().ElementAt(12);

    private static void Adders(World world, int threads, int rounds)
    {
        var shared = new Shared<int>(world, "x", 0);
        for (var thread = 0; thread < threads; thread++)
        {
            world.Spawn($"thread {thread}", async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    await shared.Write(await shared.Read() + 1);
                }
            });
        }
    }

    /// <summary>It fails only when each write of a thread comes between two of the other's.</summary>
    private static void Turns(World world, int turns)
    {
        var whose = new Shared<int>(world, "whose", 0);
        var inTurn = new Shared<int>(world, "in turn", 0);
        for (var thread = 0; thread < 2; thread++)
        {
            var own = thread;
            world.Spawn($"thread {own}", async () =>
            {
                for (var turn = 0; turn < turns; turn++)
                {
                    if (await whose.Exchange(own + 1) != own + 1)
                    {
                        await inTurn.Write(await inTurn.Read() + 1);
                    }
                }
            });
        }

        world.AtEnd(() =>
        {
            if (inTurn.Value == 2 * turns)
            {
                throw new InvalidOperationException("all turns were taken in turn");
            }
        });
    }

    private static int Execute(Action<World> program, IStrategy strategy)
    {
        var world = new World(strategy);
        program(world);
        world.Run();
        return world.Steps;
    }
}
