using System.Diagnostics;
using Exploration;
using Exploration.Gallery.Models;
using Exploration.Strategies;

namespace Migconf.Benchmarks.Exploring;

/// <summary>Operations per second of one core, with race detection.</summary>
internal static class SpeedTable
{
    private static readonly (string Name, Action<World> Program)[] Models =
        [("lu", LostUpdate.Unchecked), ("bb", BoundedBuffer.SignalsAll), ("mig", SplitBrain.Unchecked)];

    internal static void Print()
    {
        Console.WriteLine("| model | strategy | M operations/s | operations an execution | bytes an execution | heap growth, KB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, program) in Models)
        {
            Measure(name, "random walk", program, seed => new RandomWalk(seed), new RandomWalk(0));
            Measure(name, "PCT 3", program, seed => new Pct(seed, 3, 40), new Pct(0, 3, 40));
        }

        foreach (var (name, program) in Models.Where(model => model.Name != "bb"))
        {
            Reduce(name, program);
        }
    }

    /// <summary>Beside what one would write in an afternoon, in turns, so that both see the same machine.</summary>
    internal static void PrintBesideNaive()
    {
        const int Rounds = 15;
        double Time(Func<ulong, int> execute, ulong first)
        {
            var operations = 0L;
            var watch = Stopwatch.StartNew();
            for (var seed = first; seed < first + 20_000; seed++)
            {
                operations += execute(seed);
            }

            return operations / watch.Elapsed.TotalSeconds / 1e6;
        }

        int Ours(ulong seed) => Execute(SplitBrain.Unchecked, new RandomWalk(seed)).Steps;
        Time(Ours, 0);
        Time(NaiveMigration.Run, 0);
        var rounds = Enumerable.Range(1, Rounds).Select(round =>
            (Ours: Time(Ours, (ulong)round << 32), Naive: Time(NaiveMigration.Run, (ulong)round << 32))).ToList();
        double Median(Func<(double Ours, double Naive), double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);
        Console.WriteLine("| mig under a random walk | M operations/s, median of 15 |");
        Console.WriteLine("|---|---|");
        Console.WriteLine($"| with race detection | {Median(round => round.Ours):0.00} |");
        Console.WriteLine($"| naive async, without | {Median(round => round.Naive):0.00} |");
        Console.WriteLine($"| ratio, median of rounds | {Median(round => round.Ours / round.Naive):0.00} |");
    }

    internal static void PrintRates()
    {
        Console.WriteLine("| model | failing executions of a random walk | known of a right port |");
        Console.WriteLine("|---|---|---|");
        Rate("bb", BoundedBuffer.SignalsOne, "77.8 %", 100_000);
        Rate("lu", LostUpdate.Checked, "54.6 %", 100_000);
        Rate("mig", SplitBrain.Common, "12.1 %", 100_000);
        Rate("migh", SplitBrain.Rare, "0.019 %", 1_000_000);
    }

    private static void Rate(string name, Action<World> program, string known, int executions)
    {
        var bugs = 0;
        for (var seed = 0UL; seed < (ulong)executions; seed++)
        {
            bugs += Execute(program, new RandomWalk(seed)).Outcome.IsBug ? 1 : 0;
        }

        Console.WriteLine($"| {name} | {100.0 * bugs / executions:0.000} % of {executions} | {known} |");
    }

    private static void Measure(string name, string strategy, Action<World> program, Func<ulong, IStrategy> make, IStrategy warm)
    {
        Execute(program, warm);
        var executions = 0UL;
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 1000;)
        {
            Execute(program, make(executions++));
        }

        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetTotalAllocatedBytes();
        var operations = 0L;
        executions = 0;
        var time = Stopwatch.StartNew();
        while (time.ElapsedMilliseconds < 3000)
        {
            operations += Execute(program, make(executions++)).Steps;
        }

        var seconds = time.Elapsed.TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;
        Console.WriteLine(
            $"| {name} | {strategy} | {operations / seconds / 1e6:0.00} | {(double)operations / executions:0.0} | {allocated / (long)executions} | {heap / 1024} |");
    }

    private static void Reduce(string name, Action<World> program)
    {
        var search = new OptimalReduction();
        var operations = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 20_000 && search.Begin())
        {
            operations += Execute(program, search).Steps;
        }

        Console.WriteLine(
            $"| {name} | reduction, {search.Executions} executions | {operations / watch.Elapsed.TotalSeconds / 1e6:0.00} | {(double)operations / search.Executions:0.0} | | |");
    }

    private static (Outcome Outcome, int Steps) Execute(Action<World> program, IStrategy strategy)
    {
        var world = new World(strategy);
        program(world);
        return (world.Run(), world.Steps);
    }
}
