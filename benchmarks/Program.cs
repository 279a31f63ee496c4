using System.Diagnostics;
using Migconf.Properties.Judging;
using Migconf.Scenarios.Recordings;

// How long judging a recording takes: each recording three times, the first to warm up.
var recordings = RecordingBook.Embedded();
var times = new List<(double Milliseconds, string Name, VerdictKind Kind)>();
foreach (var (name, recording) in recordings)
{
    var kind = Judge.Decide(recording).Kind;
    for (var time = 0; time < 2; time++)
    {
        var watch = Stopwatch.StartNew();
        Judge.Decide(recording);
        times.Add((watch.Elapsed.TotalMilliseconds, name, kind));
    }
}

foreach (var group in times.GroupBy(one => one.Kind))
{
    var sorted = group.Select(one => one.Milliseconds).Order().ToList();
    Console.WriteLine(
        $"{group.Key,-16} {sorted.Count,4} judged  median {sorted[sorted.Count / 2]:0.00} ms  "
        + $"99th percentile {sorted[(int)((sorted.Count - 1) * 0.99)]:0.00} ms");
}

return recordings.Count == 0 ? 8 : 0;
