using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Exploring;

/// <summary>A reference in which one entry of a table is wrong.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Releases">The changed releases.</param>
/// <param name="Rules">The changed rules.</param>
public sealed record Mutant(string Name, Func<Release, Release> Releases, Func<Rules, Rules> Rules)
{
    /// <summary>Scenarios in which it can make a difference; in others nobody looks for it.</summary>
    public Func<Scenario, bool> Concerns { get; init; } = _ => true;

    /// <summary>What it does otherwise it does in every interleaving: few walks show it, and more show no more.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Every status into and out of every set of statuses; every switch of every rule and release the other way; every entry of
    /// the tables of options otherwise.</summary>
    public static IEnumerable<Mutant> All =>
    [
        .. Toggled("running", StatusSet.Running, (rules, status) => rules with { Running = rules.Running.Toggle(status) }),
        .. Toggled("endable", StatusSet.Endable, (rules, status) => rules with { Endable = rules.Endable.Toggle(status) }),
        .. Toggled("cancellable", StatusSet.Cancellable, (rules, status) => rules with { Cancellable = rules.Cancellable.Toggle(status) }),
        .. Toggled("postcopy", StatusSet.Postcopy, (rules, status) => rules with { Postcopy = rules.Postcopy.Toggle(status) }),
        .. Toggled("pausable", StatusSet.Pausable, (rules, status) => rules with { Pausable = rules.Pausable.Toggle(status) }),
        .. Toggled("closed to devices", StatusSet.Running, (rules, status) => rules with { ClosedToDevices = rules.ClosedToDevices.Toggle(status) }),
        .. RuleSwitches.Names.Select(name => new Mutant($"rule {name} turned round", Same, rules => Turned(rules, name))),
        .. from release in ReferenceEngine.Releases.All
           from name in Switches<Release>()
           select new Mutant(
               $"{release.Name}: {name} turned round", other => other.Name == release.Name ? Turned(other, name) : other, rules => rules),
        .. OptionMutants.All,
    ];

    private static IEnumerable<Mutant> Toggled(string name, StatusSet plain, Func<Rules, MigrationStatus, Rules> toggle) => Enum.GetValues<MigrationStatus>()
        .Select(status => new Mutant($"{name} {(plain.Has(status) ? "without" : "with")} {status.QmpName()}", Same, rules => toggle(rules, status)));

    private static Release Same(Release release) => release;

    private static IEnumerable<string> Switches<T>() =>
        typeof(T).GetProperties().Where(one => one.PropertyType == typeof(bool) && one.CanWrite).Select(one => one.Name).Order(StringComparer.Ordinal);

    /// <summary>A copy with one switch the other way.</summary>
    private static T Turned<T>(T original, string name)
        where T : class
    {
        var copy = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(original, null)!;
        var property = typeof(T).GetProperty(name)!;
        property.SetValue(copy, !(bool)property.GetValue(copy)!);
        return copy;
    }
}
