using System.Diagnostics;
using Exploration;
using Exploration.Gallery.Models;
using Exploration.Strategies;

namespace Migconf.Benchmarks;

/// <summary>Operations per second of one core, and how often a uniform random walk meets the bug of a model.</summary>
internal static class ExplorationBenchmark
{
    internal static int Run(bool walk)
    {
        if (walk)
        {
            Walk("mig", SplitBrain.Unchecked);
            return 0;
        }

        Rate("bb", BoundedBuffer.SignalsOne, 77.8, 100_000);
        Rate("lu", LostUpdate.Checked, 54.6, 100_000);
        Rate("mig", SplitBrain.Common, 12.1, 100_000);
        Rate("migh", SplitBrain.Rare, 0.019, 10_000);
        foreach (var (name, program) in new (string, Action<World>)[]
            { ("lu", LostUpdate.Unchecked), ("bb", BoundedBuffer.SignalsAll), ("mig", SplitBrain.Unchecked) })
        {
            Walk(name, program);
        }

        foreach (var (name, program) in new (string, Action<World>)[]
            { ("lu", LostUpdate.Unchecked), ("mig", SplitBrain.Unchecked) })
        {
            Reduce(name, program);
        }

        return 0;
    }

    private static void Rate(string name, Action<World> program, double expected, int executions)
    {
        var bugs = 0;
        for (var seed = 0UL; seed < (ulong)executions; seed++)
        {
            bugs += Execute(program, new RandomWalk(seed)).Outcome.IsBug ? 1 : 0;
        }

        Console.WriteLine($"{name,-6} bug rate {100.0 * bugs / executions:0.000} % of {executions} (a right port: {expected} %)");
    }

    private static void Walk(string name, Action<World> program)
    {
        var (operations, executions) = (0L, 0UL);
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 1000)
        {
            Execute(program, new RandomWalk(executions++));
        }

        var allocated = GC.GetTotalAllocatedBytes();
        executions = 0;
        watch.Restart();
        while (watch.ElapsedMilliseconds < 3000)
        {
            operations += Execute(program, new RandomWalk(executions++)).Steps;
        }

        allocated = GC.GetTotalAllocatedBytes() - allocated;
        Console.WriteLine(
            $"{name,-6} random walk {operations / watch.Elapsed.TotalSeconds / 1e6:0.00} M operations/s, "
            + $"{(double)operations / executions:0.0} operations and {allocated / (long)executions} bytes an execution");
    }

    private static void Reduce(string name, Action<World> program)
    {
        var search = new OptimalReduction();
        var operations = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 5000 && search.Begin())
        {
            operations += Execute(program, search).Steps;
        }

        Console.WriteLine(
            $"{name,-6} reduction {operations / watch.Elapsed.TotalSeconds / 1e6:0.00} M operations/s, "
            + $"{search.Executions} executions, {search.Blocked} blocked, {search.Misled} misled, {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static (Outcome Outcome, int Steps) Execute(Action<World> program, IStrategy strategy)
    {
        var world = new World(strategy);
        program(world);
        return (world.Run(), world.Steps);
    }
}
