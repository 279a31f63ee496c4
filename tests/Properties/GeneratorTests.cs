using Migconf.Properties.Generators;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Properties;

public sealed class GeneratorTests
{
    [Fact]
    public void X()
    {
        var groups = new Dictionary<string, (int N, string First)>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var n = 0; var bad = 0;
        var f = PropertyRun.Find(TrialGenerator.Arbitrary(), 2000, t =>
        {
            n++;
            if (!ScenarioRules.Allow(t.Scenario)) bad++;
            foreach (var f in t.Failures(new()))
            {
                var key = f.Law + (f.Law == "LIVE-1" ? f.Message[50..90] : f.Message.Length > 150 ? f.Message[..150] : f.Message);
                var was = groups.GetValueOrDefault(key);
                var text = f.Message + "\n" + t + "\n" + ScenarioWriter.Write(t.Scenario);
                groups[key] = (was.N + 1, was.First is null || text.Length < was.First.Length ? text : was.First);
            }
            return true;
        });
        Console.Error.WriteLine($"runs {n} invalid {bad} {watch.ElapsedMilliseconds} ms");
        foreach (var (k, (c, first)) in groups.OrderByDescending(g => g.Value.N).Take(40)) Console.Error.WriteLine($"### {c} {k}\n{first}");
        Console.Error.WriteLine(PropertyRun.Find(TrialGenerator.Arbitrary(), 2000, t => t.Scenario.Steps.Count < 8)?.Command("X"));
    }
}
