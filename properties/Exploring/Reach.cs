using System.Collections.Concurrent;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>Which scenarios a mutant does otherwise than the reference: in the others nobody can notice it.</summary>
/// <param name="mutant">The mutant.</param>
/// <param name="plain">What the reference does, kept for other mutants.</param>
public sealed class Reach(Mutant mutant, ConcurrentDictionary<(string Scenario, string Source, string Destination), ulong> plain)
{
    /// <summary>Walks through a scenario that tell.</summary>
    private const int Walks = 60;

    private readonly Dictionary<(string Scenario, string Source, string Destination), bool> found = [];

    public Mutant Mutant => mutant;

    /// <summary>Whether a pair of the mutant does a scenario otherwise than a pair of the reference.</summary>
    public bool Has(Scenario scenario, Release source, Release destination)
    {
        var key = (scenario.Id, source.Name, destination.Name);
        if (!found.TryGetValue(key, out var differs))
        {
            var reference = new PairSettings(source, destination, new Rules()) { GuestWrites = 1 };
            var changed = Settings(source, destination);
            found[key] = differs = changed != reference
                && plain.GetOrAdd(key, _ => Conduct.Of(scenario, reference, Walks)) != Conduct.Of(scenario, changed, Walks);
        }

        return differs;
    }

    /// <summary>A pair of the mutant.</summary>
    public PairSettings Settings(Release source, Release destination) =>
        new(mutant.Releases(source), mutant.Releases(destination), mutant.Rules(new Rules())) { GuestWrites = 1 };
}
