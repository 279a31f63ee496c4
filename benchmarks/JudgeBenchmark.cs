using System.Diagnostics;
using Migconf.Properties.Judging;
using Migconf.Scenarios.Recordings;

namespace Migconf.Benchmarks;

/// <summary>How long judging a recording takes: each of the suite three times, the first to warm up.</summary>
internal static class JudgeBenchmark
{
    internal static int Run()
    {
        var times = new List<(double Milliseconds, VerdictKind Kind)>();
        foreach (var (_, recording) in RecordingBook.Embedded())
        {
            var kind = Judge.Decide(recording).Kind;
            for (var time = 0; time < 2; time++)
            {
                var watch = Stopwatch.StartNew();
                Judge.Decide(recording);
                times.Add((watch.Elapsed.TotalMilliseconds, kind));
            }
        }

        foreach (var group in times.GroupBy(one => one.Kind))
        {
            var sorted = group.Select(one => one.Milliseconds).Order().ToList();
            Console.WriteLine(
                $"{group.Key,-16} {sorted.Count,4} judged  median {sorted[sorted.Count / 2]:0.00} ms  "
                + $"99th percentile {sorted[(int)((sorted.Count - 1) * 0.99)]:0.00} ms");
        }

        return times.Count == 0 ? 8 : 0;
    }
}
