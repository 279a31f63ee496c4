using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>A named, one-place difference from the reference: a defect of a release, or a deliberate one.</summary>
/// <param name="Id">A short stable name.</param>
/// <param name="Title">What goes wrong, in a sentence.</param>
/// <param name="Source">Where the fact comes from.</param>
/// <param name="Releases">Releases that carry it; none for a defect of the past.</param>
/// <param name="CaughtBy">The law that must catch it.</param>
/// <param name="Apply">The changed rule.</param>
public sealed record Deviation(
    string Id,
    string Title,
    string Source,
    IReadOnlyList<string> Releases,
    string CaughtBy,
    Func<Rules, Rules> Apply)
{
    /// <summary>Scenarios in which it can make a difference; in others it is not tried.</summary>
    public Func<Scenario, bool> Concerns { get; init; } = _ => true;
}
