using Exploration.Gallery;
using Exploration.Testing;

namespace Migconf.Benchmarks.Exploring;

/// <summary>Executions to the first failure of each program of the gallery, for each strategy, over fifty seeds.</summary>
internal static class BugFindingTable
{
    private const int Seeds = 50;
    private const int Most = 1000;

    private static readonly (string Name, Sampler Sampler)[] Strategies =
    [
        ("random", Samplers.Random), ("POS", Samplers.Pos), ("fair", Samplers.Fair), ("PCT 2", Samplers.Pct(2)), ("PCT 3", Samplers.Pct(3)),
        ("delay 2", Samplers.Delay(2)), ("lockstep", Samplers.Lockstep), ("portfolio", Samplers.Portfolio),
    ];

    internal static void Print()
    {
        Console.WriteLine($"Executions to the first failure, median / 95th percentile of {Seeds} seeds; – after {Most}.\n");
        Console.WriteLine($"| program | kind | preemptions | {string.Join(" | ", Strategies.Select(one => one.Name))} |");
        Console.WriteLine($"|---|---|---|{string.Concat(Strategies.Select(_ => "---|"))}");
        foreach (var bug in Catalogue.Bugs)
        {
            var cells = Strategies.Select(strategy =>
            {
                var executions = Enumerable.Range(1, Seeds).Select(seed => Executions(bug, strategy.Sampler, (ulong)seed)).Order().ToList();
                return $"{Write(executions[Seeds / 2])} / {Write(executions[Seeds * 95 / 100])}";
            });
            Console.WriteLine($"| {bug.Name} | {bug.Kind} | {bug.Preemptions} | {string.Join(" | ", cells)} |");
        }
    }

    /// <summary>Over failing schedules of all programs: how many shrink to the fewest preemptions known.</summary>
    internal static void PrintShrinking()
    {
        var (all, minimal) = (0, 0);
        foreach (var bug in Catalogue.Bugs.Where(bug => bug.Preemptions is not null))
        {
            for (var seed = 1UL; seed <= 5; seed++)
            {
                var settings = new TestSettings { Sampler = Samplers.Random, Seed = seed * 7919, Executions = 100_000, StepLimit = 400 };
                if (ConcurrencyTest.Sample(bug.Program, settings).Bug is { } found)
                {
                    all++;
                    minimal += found.Preemptions == bug.Preemptions ? 1 : 0;
                }
            }
        }

        Console.WriteLine($"{minimal} of {all} failing schedules of random walks shrink to the fewest preemptions known.");
    }

    private static long Executions(BuggyProgram bug, Sampler sampler, ulong seed)
    {
        var report = ConcurrencyTest.Sample(
            bug.Program, new TestSettings { Sampler = sampler, Seed = seed * 7919, Executions = Most, StepLimit = 400, Shrinks = false });
        return report.Bug is null ? Most + 1 : report.Executions;
    }

    private static string Write(long executions) => executions > Most ? "–" : $"{executions}";
}
