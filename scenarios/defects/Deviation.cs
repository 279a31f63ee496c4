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

    /// <summary>How many rules it changes.</summary>
    public int Breadth { get; } = RuleSwitches.TurnedIn(Apply(new Rules())).Count();

    /// <summary>Steps of a status that it shows and the status graph does not know.</summary>
    public IReadOnlyList<(MigrationStatus From, MigrationStatus To)> Shows { get; init; } = [];

    /// <summary>It can change the order in which statuses are shown.</summary>
    public bool ShowsAnyOrder { get; init; }

    /// <summary>Somebody ends a migration by command.</summary>
    internal static bool Cancels(Scenario scenario) =>
        scenario.Steps.OfType<CommandStep>().Any(step => step.Command is "migrate_cancel" or "quit");
}
