using System.Diagnostics;
using Exploration;
using Exploration.Gallery;
using Exploration.Gallery.Models;
using Exploration.Strategies;

namespace Migconf.Benchmarks.Exploring;

/// <summary>The reduction on the programs of the literature: classes published and visited, and how it grows.</summary>
internal static class OptimalityTable
{
    internal static void Print()
    {
        Console.WriteLine("| program | classes known | executions | blocked | ms | bytes kept a class |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, known, program) in Programs())
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var watch = Stopwatch.StartNew();
            var search = new OptimalReduction();
            while (search.Begin())
            {
                var world = new World(search);
                program(world);
                world.Run();
            }

            var time = watch.ElapsedMilliseconds;
            var kept = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
            GC.KeepAlive(search);
            Console.WriteLine($"| {name} | {known} | {search.Executions} | {search.Blocked} | {time} | {(double)kept / search.Executions:0.0} |");
        }
    }

    private static IEnumerable<(string Name, string Known, Action<World> Program)> Programs()
    {
        foreach (var n in new[] { 2, 4, 8, 10, 12 })
        {
            yield return ($"readers({n})", $"{1 << n}", world => Literature.Readers(world, n));
        }

        foreach (var (n, classes) in new[] { (11, 1), (12, 8), (15, 4096) })
        {
            yield return ($"indexer({n})", $"{classes}", world => Literature.Indexer(world, n));
        }

        foreach (var (n, classes) in new[] { (14, 2), (16, 8), (18, 32), (19, 64) })
        {
            yield return ($"file system({n})", $"{classes}", world => Literature.FileSystem(world, n));
        }

        foreach (var (n, classes) in new[] { (5, 64), (10, 3328) })
        {
            yield return ($"last zero({n})", $"{classes}", world => Literature.LastZero(world, n));
        }

        foreach (var (n, classes) in new[] { (4, 24), (5, 120), (6, 720), (7, 5040) })
        {
            yield return ($"writers({n})", $"{classes}", world => Literature.Writers(world, n));
        }

        foreach (var (n, classes) in new[] { (1, 6), (2, 90), (3, 1680) })
        {
            yield return ($"one lock(3, {n})", $"{classes}", world => Literature.OneLock(world, 3, n));
        }

        yield return ("lu", "4", LostUpdate.Unchecked);
        yield return ("mig", "", SplitBrain.Unchecked);
    }
}
