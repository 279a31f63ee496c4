using Exploration;
using System.Collections.Concurrent;
using Migconf.Properties.Judging;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;

namespace Migconf.Properties.Exploring;

/// <summary>Whether anybody notices a mutant: a real run that the reference explains and the mutant does not, or a law that the mutant
/// breaks.</summary>
public sealed class MutantHunt(IReadOnlyList<Scenario> corpus, IReadOnlyList<(string Name, Recording Recording)> recordings)
{
    private const long Limit = 100_000;

    /// <summary>Walks that show nearly every mutant, and those taken where they do not.</summary>
    private const int FewWalks = 12, ManyWalks = 60;

    /// <summary>The same where every interleaving shows it.</summary>
    private const int FewOfPlain = 2, ManyOfPlain = 6;

    /// <summary>Executions of the judge, the same for the reference and for mutants: what is explained is explained soon.</summary>
    private const int Budget = 256;

    /// <summary>Recordings, the shortest first, and what the reference says of them.</summary>
    private readonly List<(string Name, Recording Recording, Lazy<Verdict> Verdict)> judged =
        [.. recordings.OrderBy(one => one.Recording.Entries.Count).Select(one => (one.Name, one.Recording, new Lazy<Verdict>(() => Judge.Decide(one.Recording, Budget))))];

    private readonly ConcurrentDictionary<(string Scenario, string Source, string Destination, string Known, int Walks), Conduct> plain = new();

    /// <summary>Which scenarios the mutant does otherwise, as far as many walks tell.</summary>
    public Reach ReachOf(Mutant mutant) => new(mutant, mutant.IsPlain ? ManyOfPlain : ManyWalks, plain);

    /// <summary>Who notices, in words; null: nobody.</summary>
    public string? Notices(Mutant mutant) => Notices(mutant, out _);

    /// <param name="mutant">The mutant.</param>
    /// <param name="reach">Where it was looked for last.</param>
    public string? Notices(Mutant mutant, out Reach reach)
    {
        reach = new(mutant, mutant.IsPlain ? FewOfPlain : FewWalks, plain);
        if (((mutant.IsPlain ? ByWalk(reach) : null) ?? ByRecording(reach) ?? ByLaw(reach)) is { } soon)
        {
            return soon;
        }

        reach = ReachOf(mutant);
        return ByRecording(reach) ?? ByLaw(reach) ?? ByDeviation(mutant);
    }

    /// <summary>Releases whose pairs tell of the mutant, and the scenarios they do otherwise, each once.</summary>
    public IEnumerable<(Release Release, Scenario Scenario)> Touched(Reach reach)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var release in Releases.All.Reverse().OrderBy(one => one == Releases.Next))
        {
            foreach (var scenario in TrackRecord.InOrder(corpus, release).Where(one => !seen.Contains(one.Id) && reach.Has(one, release, release)))
            {
                seen.Add(scenario.Id);
                yield return (release, scenario);
            }
        }
    }

    private string? ByRecording(Reach reach)
    {
        foreach (var (name, recording, verdict) in judged)
        {
            if (reach.Mutant.Concerns(recording.Scenario) && Releases.Find(recording.Source.Release) is { } source && Releases.Find(recording.Destination.Release) is { } destination
                && verdict.Value.Kind is VerdictKind.Conforms or VerdictKind.KnownDeviation
                && reach.Has(recording.Scenario, source, destination, verdict.Value.KnownAs)
                && Judged(reach.Mutant, recording, verdict.Value) is { } judge)
            {
                return $"{judge}, by {name}";
            }
        }

        return null;
    }

    /// <summary>Who notices when the mutant is judged by a recording: a mutant may also do what the engine has no answer to.</summary>
    private static string? Judged(Mutant mutant, Recording recording, Verdict verdict)
    {
        try
        {
            return IsExplainedOtherwise(mutant, recording, verdict) ? "the judge" : null;
        }
        catch (ThreadFailedException)
        {
            return "the engine, which breaks";
        }
    }

    /// <summary>What the reference shows, with some deviations, the mutant does not show with the same, or it shows with none what is a
    /// deviation of the reference.</summary>
    private static bool IsExplainedOtherwise(Mutant mutant, Recording recording, Verdict verdict)
    {
        var known = Deviations.All.Where(one => verdict.KnownAs.Contains(one.Id)).ToList();
        bool? Explains(IReadOnlyList<Deviation> deviations, int budget) =>
            Judge.Explains(recording, mutant.Releases, mutant.Rules(new Rules()), deviations, budget);
        return (Explains(known, Budget) ?? Explains(known, Judge.DefaultBudget)) == false
            || (known.Count == 1 && Explains([], Budget) == true);
    }

    /// <summary>A law that the mutant breaks in the walks that tell where it acts otherwise.</summary>
    private string? ByWalk(Reach reach) => Touched(reach)
        .Select(one => reach.LawIn(one.Scenario, one.Release) is { } law ? $"{law}, in {one.Scenario.Id} of {one.Release.Name}" : null)
        .FirstOrDefault(found => found is not null);

    private string? ByLaw(Reach reach)
    {
        if (reach.Mutant.IsPlain)
        {
            return null;
        }

        foreach (var (release, scenario) in Touched(reach))
        {
            if (Explorer.Explore(scenario, reach.Settings(release, release), null, Limit).Failure is { } failure)
            {
                return $"{failure.Law}, in {scenario.Id} of {release.Name}";
            }
        }

        return null;
    }

    /// <summary>Some races are met by no walk. A mutant that is a known deviation is looked for as that is.</summary>
    private string? ByDeviation(Mutant mutant)
    {
        var rules = mutant.Rules(new Rules());
        return rules != new Rules() && Deviations.All.FirstOrDefault(one => one.Apply(new Rules()) == rules) is { } deviation
            && TrackRecord.ByLaw(deviation, corpus) is { } caught
            ? $"{caught.By}, in {caught.Where} of {caught.Release}"
            : null;
    }
}
