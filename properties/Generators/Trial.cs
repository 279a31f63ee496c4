using Exploration.Schedules;
using Exploration.Strategies;
using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Generators;

/// <summary>A scenario on two machines of a release, and the seed of the first of a few random schedules.</summary>
public sealed record Trial(Scenario Scenario, Release Release, ulong Seed)
{
    /// <summary>Random schedules a trial runs under.</summary>
    public const int Schedules = 25;

    /// <summary>The failures under those schedules, each with the schedule that shows it.</summary>
    public IEnumerable<Failure> Failures(Rules rules)
    {
        for (var schedule = 0UL; schedule < Schedules; schedule++)
        {
            var recorder = new Recorder(new RandomWalk(Seed + schedule));
            var settings = new PairSettings(Release, Release, rules) { GuestWrites = 1 };
            if (Explorer.Execute(Scenario, settings, recorder) is { } failure)
            {
                yield return failure with { Schedule = recorder.Schedule };
            }
        }
    }

    public override string ToString() => $"{Scenarios.Loading.ScenarioWriter.Hash(Scenario)} on {Release.Name}, schedules from {Seed}";
}
