using Migconf.Properties.Generators;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Properties;

public sealed class LawTests
{
    [Fact]
    public void Generated_scenarios_break_no_law_under_random_schedules()
    {
        var hunt = new LawHunt(new Rules());
        var found = PropertyRun.Find(TrialGenerator.Arbitrary(), PropertyRun.Runs(400), hunt.Holds);
        Assert.True(found is null, found is null ? "" : hunt.Report(found, nameof(Generated_scenarios_break_no_law_under_random_schedules)));
    }

    [Fact]
    public void Y()
    {
        foreach (var open in OpenFindings.All.Skip(5))
        {
            var text = "";
            Trial? best = null;
            for (var i = 0; i < 1; i++)
            {
                var found = PropertyRun.Find(TrialGenerator.Arbitrary(), 20000, t => !t.Failures(new Rules()).Any(f => open.Explains(t.Scenario, f)
                    && !OpenFindings.All.TakeWhile(o => o != open).Any(o => o.Law == open.Law && o.Explains(t.Scenario, f))));
                if (found is not null && (best is null || ScenarioSize.Of(found.Shrunk.Scenario) < ScenarioSize.Of(best.Scenario))) { best = found.Shrunk; text = $"{found.Runs}"; }
            }
            Console.Error.WriteLine($"## {open.Name} {text} {best}");
            if (best is null) continue;
            Console.Error.WriteLine(ScenarioWriter.Write(best.Scenario));
            File.WriteAllText($"/tmp/found/{open.Name}.yaml", ScenarioWriter.Write(best.Scenario with { Title = open.Cause }));
        }
    }
}
