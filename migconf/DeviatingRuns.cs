using Migconf.Implementations.Reference;
using Migconf.Properties.Exploring;
using Migconf.Properties.Judging;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;

namespace Migconf.Cli;

/// <summary>Runs of a reference that carries a deviation, seen only through its commands and judged like any other: what breaks
/// no law may still be something that the reference never shows.</summary>
internal static class DeviatingRuns
{
    private const int Seeds = 300;

    internal static async Task<Caught?> Judge(Deviation deviation, IReadOnlyList<Scenario> corpus, CancellationToken cancel)
    {
        var release = TrackRecord.CarrierOf(deviation);
        var runs = 0;
        foreach (var scenario in TrackRecord.InOrder(corpus, release))
        {
            for (var seed = 1UL; seed <= Seeds; seed++)
            {
                var pair = new ReferenceBenchFactory(release, release, deviation.Apply(new Rules()), seed);
                var recording = await ScenarioRunner.Run(scenario, pair, new RunnerOptions { Tool = Tool.Version }, cancel);
                var verdict = Properties.Judging.Judge.Decide(recording);
                runs++;
                if (verdict.Kind == VerdictKind.Nonconforming || verdict.KnownAs.Contains(deviation.Id))
                {
                    return new(deviation, "the judge", scenario.Id, release.Name, runs, null, recording.Entries.Count);
                }
            }
        }

        return null;
    }
}
