using Migconf.Implementations.Reference;
using Migconf.Properties.Exploring;
using Migconf.Properties.Judging;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;

namespace Migconf.Cli;

/// <summary>Runs of a reference that is not as it should be, seen only through its commands and judged like any other: what breaks
/// no law may still be something that the reference never shows.</summary>
internal static class DeviatingRuns
{
    /// <param name="release">What it is, as changed as may be.</param>
    /// <param name="rules">By which rules it plays.</param>
    /// <param name="corpus">The scenarios.</param>
    /// <param name="seeds">Runs of each scenario.</param>
    /// <param name="cancel">Ends the runs.</param>
    /// <returns>The first scenario that the plain reference does not explain, the runs up to there, and the length of the
    /// recording; null when all are explained.</returns>
    internal static async Task<(string Scenario, int Runs, int Entries)?> FirstNoticed(
        Release release, Rules rules, IReadOnlyList<Scenario> corpus, int seeds, CancellationToken cancel)
    {
        var runs = 0;
        foreach (var scenario in TrackRecord.InOrder(corpus, release))
        {
            for (var seed = 1UL; seed <= (ulong)seeds; seed++)
            {
                var pair = new ReferenceBenchFactory(release, release, rules, seed);
                var recording = await ScenarioRunner.Run(scenario, pair, new RunnerOptions { Tool = Tool.Version }, cancel);
                runs++;
                if (Judge.Decide(recording).Kind is VerdictKind.Nonconforming or VerdictKind.KnownDeviation)
                {
                    return (scenario.Id, runs, recording.Entries.Count);
                }
            }
        }

        return null;
    }
}
