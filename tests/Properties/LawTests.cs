using Migconf.Properties.Generators;
using Migconf.ReferenceEngine;
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
}
