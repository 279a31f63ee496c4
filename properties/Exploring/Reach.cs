using System.Collections.Concurrent;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>Which scenarios a mutant does otherwise than the reference: in the others nobody can notice it.</summary>
/// <param name="mutant">The mutant.</param>
/// <param name="walks">Walks through a scenario that tell.</param>
/// <param name="plain">What the reference does, kept for other mutants.</param>
public sealed class Reach(Mutant mutant, int walks, ConcurrentDictionary<(string Scenario, string Source, string Destination, int Walks), ulong> plain)
{
    private readonly Dictionary<(string Scenario, string Source, string Destination), bool> found = [];

    public Mutant Mutant => mutant;

    /// <summary>Whether a pair of the mutant does a scenario otherwise than a pair of the reference.</summary>
    public bool Has(Scenario scenario, Release source, Release destination)
    {
        var key = (scenario.Id, Source: source.Name, Destination: destination.Name);
        if (!found.TryGetValue(key, out var differs))
        {
            var reference = new PairSettings(source, destination, new Rules()) { GuestWrites = 1 };
            var changed = Settings(source, destination);
            found[key] = differs = changed != reference
                && plain.GetOrAdd((key.Id, key.Source, key.Destination, walks), _ => Conduct.Of(scenario, reference, walks)) != Conduct.Of(scenario, changed, walks);
        }

        return differs;
    }

    /// <summary>A pair of the mutant.</summary>
    public PairSettings Settings(Release source, Release destination) =>
        new(mutant.Releases(source), mutant.Releases(destination), mutant.Rules(new Rules())) { GuestWrites = 1 };
}
