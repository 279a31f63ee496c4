using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>Which scenarios make sense: those whose every step does, and that come to where nothing is held.</summary>
public static class ScenarioRules
{
    /// <summary>Whether the scenario waits for the end of its migration. One that does not is nothing for real processes: nobody can
    /// tell whether they have come to rest or have not begun yet.</summary>
    public static bool AwaitsItsEnd(Scenario scenario) =>
        scenario.Steps.Aggregate(Before(scenario), (outlook, step) => outlook.After(step)).HasEnded;

    public static bool Allow(Scenario scenario)
    {
        var (outlook, steps) = Sensible(scenario);
        return outlook.IsSettled && scenario.Steps.Count > 0 && steps.Count == scenario.Steps.Count && RestrictsReleases(scenario);
    }

    /// <summary>The scenario without the steps that make no sense where they stand.</summary>
    public static Scenario Mend(Scenario scenario) => scenario with { Steps = Sensible(scenario).Steps };

    private static IOutlook Before(Scenario scenario) =>
        PostcopyOutlook.IsFor(scenario) ? new PostcopyOutlook(scenario) : new Outlook(scenario);

    /// <summary>What only newer releases know is not asked of older ones, and nothing else keeps a scenario from them.</summary>
    private static bool RestrictsReleases(Scenario scenario) => scenario.Destination.ExitOnError is not null
        ? scenario.OldestRelease == "10.0"
        : scenario.OldestRelease is null || PostcopyOutlook.IsFor(scenario);

    /// <summary>The steps that are allowed where they stand, and the outlook after them.</summary>
    private static (IOutlook Outlook, List<Step> Steps) Sensible(Scenario scenario)
    {
        var outlook = Before(scenario);
        var steps = new List<Step>();
        foreach (var step in scenario.Steps)
        {
            if (outlook.Allow(step))
            {
                steps.Add(step);
                outlook = outlook.After(step);
            }
        }

        return (outlook, steps);
    }
}
