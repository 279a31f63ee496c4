using Migconf.Properties.Judging;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>Whether anybody notices a mutant: a real run that the reference explains and the mutant does not, or a law that the mutant
/// breaks.</summary>
public sealed class MutantHunt(IReadOnlyList<Scenario> corpus, IReadOnlyList<(string Name, Recording Recording)> recordings)
{
    private const long Limit = 100_000;

    /// <summary>Executions of the judge, the same for the reference and for mutants: what is explained is explained soon.</summary>
    private const int Budget = 256;

    /// <summary>Recordings and what the reference says of them, the shortest first.</summary>
    private readonly List<(string Name, Recording Recording, Verdict Verdict)> explained =
        [.. SideBySide.Each(recordings, one => (one.Name, one.Recording, Judge.Decide(one.Recording, Budget))).OrderBy(one => one.Recording.Entries.Count)];

    /// <summary>Who notices, in words; null: nobody.</summary>
    public string? Notices(Mutant mutant) => ByRecording(mutant) ?? ByLaw(mutant);

    private string? ByRecording(Mutant mutant)
    {
        foreach (var (name, recording, plain) in explained.Where(one => Concerns(mutant, one.Recording)))
        {
            if (Differ(Decide(mutant, recording, Budget), plain)
                && Differ(Decide(mutant, recording, Judge.DefaultBudget), Judge.Decide(recording)))
            {
                return $"the judge, by {name}";
            }
        }

        return null;
    }

    private static Verdict Decide(Mutant mutant, Recording recording, int budget) =>
        Judge.Decide(recording, mutant.Releases, mutant.Rules(new Rules()), budget);

    private static bool Differ(Verdict one, Verdict other) =>
        one.Kind != VerdictKind.Inconclusive && other.Kind != VerdictKind.Inconclusive
        && (one.Kind != other.Kind || !one.KnownAs.SequenceEqual(other.KnownAs));

    /// <summary>A mutant of a release is put beside recordings of it only.</summary>
    private static bool Concerns(Mutant mutant, Recording recording) =>
        mutant.Rules(new Rules()) != new Rules()
        || new[] { recording.Source.Release, recording.Destination.Release }.Any(name => Releases.Find(name) is { } release && mutant.Releases(release) != release);

    private string? ByLaw(Mutant mutant)
    {
        foreach (var release in Releases.All.Where(release => mutant.Rules(new Rules()) != new Rules() ? release.Name == "11.1" : mutant.Releases(release) != release))
        {
            var settings = new PairSettings(mutant.Releases(release), mutant.Releases(release), mutant.Rules(new Rules())) { GuestWrites = 1 };
            foreach (var scenario in TrackRecord.InOrder(corpus, release))
            {
                if (Explorer.Explore(scenario, settings, null, Limit).Failure is { } failure)
                {
                    return $"{failure.Law}, in {scenario.Id}";
                }
            }
        }

        return null;
    }
}
