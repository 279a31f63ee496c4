using Exploration.Strategies;
using Migconf.Properties.Judging;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>How a deviation was caught.</summary>
/// <param name="Deviation">Which.</param>
/// <param name="By">The law that was broken, or the judge; null: nobody.</param>
/// <param name="Where">The smallest scenario that shows it, or the recording.</param>
/// <param name="Release">The release it was put into, or that was recorded.</param>
/// <param name="Executions">Executions of the exhaustive search, or judged runs, until it was caught; 0 for a recording.</param>
/// <param name="Preemptions">The fewest interruptions with which a law is broken; null for what was judged, or when more are needed
/// than were tried.</param>
/// <param name="Steps">The length of that schedule, or of the recording.</param>
public sealed record Caught(Deviation Deviation, string? By, string Where, string Release, long Executions, int? Preemptions, int Steps);

/// <summary>Which deviations the suite catches, each put into the reference alone.</summary>
public static class TrackRecord
{
    /// <summary>Operations spent on one scenario that shows nothing.</summary>
    private const long Limit = 300_000;

    /// <summary>Operations spent on the fewest interruptions that still break the law.</summary>
    private const long LimitOfBound = 3_000_000;
    private const int MostPreemptions = 2;

    /// <summary>The release it is put into: the newest that carries it, or one in the middle.</summary>
    public static Release CarrierOf(Deviation deviation) =>
        Releases.All.LastOrDefault(one => deviation.Releases.Contains(one.Name)) ?? Releases.V10_0;

    /// <summary>Scenarios for a release, short ones first.</summary>
    public static IEnumerable<Scenario> InOrder(IReadOnlyList<Scenario> corpus, Release release) =>
        corpus.Where(one => one.IsFor(release)).OrderBy(one => one.Steps.Count).ThenBy(one => one.Id, StringComparer.Ordinal);

    /// <summary>The law that the deviation breaks in the shortest scenario; null when it breaks none.</summary>
    public static Caught? ByLaw(Deviation deviation, IReadOnlyList<Scenario> corpus)
    {
        var release = CarrierOf(deviation);
        var settings = new PairSettings(release, release, deviation.Apply(new Rules())) { GuestWrites = 1 };
        foreach (var scenario in InOrder(corpus, release))
        {
            var found = Explorer.Explore(scenario, settings, null, Limit);
            if (found.Failure is { } failure)
            {
                var (preemptions, steps) = Fewest(scenario, settings, failure);
                return new(deviation, failure.Law, scenario.Id, release.Name, found.Interleavings, preemptions, steps);
            }
        }

        return null;
    }

    /// <summary>A recording of a real run that the reference explains only with the deviation; null when there is none.</summary>
    public static Caught? ByRecording(Deviation deviation, IReadOnlyList<(string Name, Recording Recording)> recordings)
    {
        foreach (var (name, recording) in recordings
            .Where(one => deviation.Releases.Contains(one.Recording.Source.Release) || deviation.Releases.Contains(one.Recording.Destination.Release))
            .OrderBy(one => one.Recording.Entries.Count))
        {
            if (Judge.Decide(recording) is { Kind: VerdictKind.KnownDeviation } verdict && verdict.KnownAs.Contains(deviation.Id))
            {
                return new(deviation, "the judge", name, recording.Source.Release, 0, null, recording.Entries.Count);
            }
        }

        return null;
    }

    public static Caught ByNobody(Deviation deviation) => new(deviation, null, "", CarrierOf(deviation).Name, 0, null, 0);

    /// <summary>The fewest preemptions with which the same law is broken.</summary>
    private static (int? Preemptions, int Steps) Fewest(Scenario scenario, PairSettings settings, Failure failure)
    {
        for (var bound = 0; bound <= MostPreemptions; bound++)
        {
            if (Explorer.Explore(scenario, settings, Within.Preemptions(bound), LimitOfBound).Failure is { } found && found.Law == failure.Law)
            {
                return (bound, found.Schedule.Decisions.Count);
            }
        }

        return (null, failure.Schedule.Decisions.Count);
    }
}
