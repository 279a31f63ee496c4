using Migconf.Properties.Generators;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;

namespace Migconf.Cli;

/// <summary>A generated scenario that a pair failed, made smaller: each smaller one is run on the pair again, and kept when the pair
/// fails it too.</summary>
internal static class LiveShrinking
{
    /// <summary>Runs at most: a minute or two on real processes.</summary>
    private const int Runs = 60;

    /// <summary>How often a smaller scenario may pass before it counts as passed: what races decide does not fail every time.</summary>
    private const int Tries = 2;

    /// <param name="scenario">The one that failed.</param>
    /// <param name="failed">How it did.</param>
    /// <param name="run">Runs one, for the n-th time.</param>
    /// <returns>The smallest that failed, and how it did; the given one when no smaller one failed.</returns>
    internal static async Task<(Scenario Scenario, CaseResult Case)> Shrink(
        Scenario scenario, CaseResult failed, Func<Scenario, int, Task<CaseResult>> run)
    {
        var runs = 0;
        while (runs < Runs)
        {
            var before = scenario;
            foreach (var smaller in ScenarioShrinker.Shrink(scenario).Where(ScenarioRules.AwaitsItsEnd))
            {
                var again = failed with { Kind = CaseKind.Conforms };
                for (var time = 0; time < Tries && runs < Runs && again.Kind != CaseKind.Nonconforming; time++, runs++)
                {
                    again = await run(smaller, runs + 1);
                    Forget(again.Kind == CaseKind.Nonconforming ? failed : again);
                }

                if (again.Kind == CaseKind.Nonconforming)
                {
                    (scenario, failed) = (smaller, again);
                    break;
                }
            }

            if (scenario == before)
            {
                break;
            }
        }

        return (scenario, failed);
    }

    /// <summary>Of the recordings only that of the smallest failure is kept.</summary>
    private static void Forget(CaseResult one)
    {
        foreach (var file in new[] { one.Recording, one.Witness }.OfType<string>())
        {
            File.Delete(file);
        }
    }

    /// <summary>Writes a scenario that failed where it can be replayed from.</summary>
    internal static CaseResult Keep(Scenario scenario, CaseResult failed, string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{scenario.Id.Replace('/', '.')}.yaml");
        File.WriteAllText(file, ScenarioWriter.Write(scenario));
        return failed with { Replay = $"migconf replay {file} --source {failed.Source} --destination {failed.Destination}" };
    }
}
