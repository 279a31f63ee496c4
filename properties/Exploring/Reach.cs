using System.Collections.Concurrent;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>Which scenarios a mutant does otherwise than the reference: in the others nobody can notice it.</summary>
/// <param name="mutant">The mutant.</param>
/// <param name="walks">Walks through a scenario that tell.</param>
/// <param name="plain">What the reference does, kept for other mutants.</param>
public sealed class Reach(Mutant mutant, int walks, ConcurrentDictionary<(string Scenario, string Source, string Destination, string Known, int Walks), Conduct> plain)
{
    private readonly Dictionary<(string Scenario, string Source, string Destination, string Known), (bool Differs, string? Law)> found = [];

    public Mutant Mutant => mutant;

    /// <summary>Whether a pair of the mutant does a scenario otherwise than a pair of the reference, where both carry the same known
    /// deviations: some rules tell only where another is broken.</summary>
    public bool Has(Scenario scenario, Release source, Release destination, params IReadOnlyList<string> known) =>
        mutant.Concerns(scenario) && Find(scenario, source, destination, known).Differs;

    /// <summary>The law that the mutant breaks in those walks, and the reference does not.</summary>
    public string? LawIn(Scenario scenario, Release release) => mutant.Concerns(scenario) ? Find(scenario, release, release, []).Law : null;

    /// <summary>A pair of the mutant.</summary>
    public PairSettings Settings(Release source, Release destination) =>
        new(mutant.Releases(source), mutant.Releases(destination), mutant.Rules(new Rules())) { GuestWrites = 1 };

    private (bool Differs, string? Law) Find(Scenario scenario, Release source, Release destination, IReadOnlyList<string> known)
    {
        var key = (scenario.Id, Source: source.Name, Destination: destination.Name, Known: string.Join(' ', known));
        if (!found.TryGetValue(key, out var told))
        {
            PairSettings Pair(Func<Release, Release> releases, Rules rules) => new(releases(source), releases(destination), With(rules, known, source))
            {
                DestinationRules = With(rules, known, destination),
                GuestWrites = 1,
            };
            var reference = Pair(one => one, new Rules());
            var changed = Pair(mutant.Releases, mutant.Rules(new Rules()));
            if (changed == reference)
            {
                return found[key] = (false, null);
            }

            // What a defect lets happen is mostly no race.
            const int Fewer = 6;
            var (count, isLawless) = known.Count > 0 ? (Math.Max(2, walks / Fewer), true) : (walks, false);
            var before = plain.GetOrAdd((key.Id, key.Source, key.Destination, key.Known, count), _ => Conduct.Of(scenario, reference, count, isLawless));
            var after = Conduct.Of(scenario, changed, count, isLawless);
            found[key] = told = (before != after, before.Law is null ? after.Law : null);
        }

        return told;
    }

    private static Rules With(Rules rules, IReadOnlyList<string> known, Release release) => Deviations.All
        .Where(one => known.Contains(one.Id) && one.Releases.Contains(release.Name))
        .Aggregate(rules, (changed, one) => one.Apply(changed));
}
