using System.Collections.Frozen;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Options;

/// <summary>The capabilities and parameters of one process. A call that is refused changes nothing.</summary>
/// <param name="release">What the process is.</param>
/// <param name="machine">The release of its machine type, which decides some defaults.</param>
/// <param name="hasDirtyRing">It runs on KVM with a dirty ring.</param>
/// <param name="rules">What is known of options, and how they are judged; null: what is documented.</param>
public sealed class Settings(Release release, Release machine, bool hasDirtyRing = false, Rules? rules = null)
{
    private static readonly FrozenDictionary<(string, string), FrozenDictionary<string, OptionValue>> AllDefaults =
        Releases.All.SelectMany(one => Releases.All, (one, machine) => (one, machine)).ToFrozenDictionary(
            pair => (pair.one.Name, pair.machine.Name), pair => DefaultsOf(OptionTables.Plain, pair.one, pair.machine));

    private readonly OptionTables tables = rules?.Options ?? OptionTables.Plain;

    private readonly FrozenDictionary<string, OptionValue> defaults =
        rules is null || rules.Options == OptionTables.Plain ? AllDefaults[(release.Name, machine.Name)] : DefaultsOf(rules.Options, release, machine);

    private readonly Dictionary<string, OptionValue> changed = [];
    private HashSet<string> capabilities = [];

    /// <summary>Those that are on, by name.</summary>
    public IReadOnlySet<string> Capabilities => capabilities;

    /// <summary>The parameters that have a value.</summary>
    public IEnumerable<(string Name, OptionValue Value)> Parameters => defaults.Keys.Select(name => (name, this[name]!.Value));

    /// <summary>How often something changed that may only change between migrations, and what did last; for laws.</summary>
    public (int Count, string Last) FixedChanges { get; private set; } = (0, "");

    public OptionValue? this[string parameter] =>
        changed.TryGetValue(parameter, out var value) || defaults.TryGetValue(parameter, out value) ? value : null;

    public bool Has(string capability) => capabilities.Contains(capability);

    /// <summary>What cannot be read: an option that the release does not have, a value of another kind, a name that is not one of
    /// those to choose from. It is refused before anything else is looked at.</summary>
    public ErrorClass Misread(IReadOnlyList<(string Name, bool On)> changes) =>
        changes.All(change => tables.Capability(change.Name, release) is not null) ? ErrorClass.None : ErrorClass.UnknownOption;

    /// <summary>The same of parameters.</summary>
    public ErrorClass Misread(IReadOnlyList<(string Name, OptionValue Value)> changes) =>
        changes.Any(change => tables.Parameter(change.Name, release) is null)
            ? ErrorClass.UnknownOption
            : changes.Select(change => OptionRules.Misread(tables.Parameter(change.Name, release)!, change.Value, release))
                .FirstOrDefault(problem => problem != ErrorClass.None);

    /// <summary>What is set cannot be used together, though each could be set.</summary>
    public bool ForbidMigrate => tables.Exclusions.Any(rule => rule.IsForMigrate && IsBroken(rule, name => this[name]));

    /// <summary>What is wrong with the capabilities as they would be.</summary>
    public ErrorClass Problem(IReadOnlyList<(string Name, bool On)> changes) =>
        Misread(changes) is var misread and not ErrorClass.None ? misread : OptionRules.Problem(Wanted(changes), name => this[name], tables, release, hasDirtyRing);

    /// <summary>Switches capabilities; of two entries for one the later counts.</summary>
    public ErrorClass Set(IReadOnlyList<(string Name, bool On)> changes)
    {
        var problem = Problem(changes);
        if (problem == ErrorClass.None)
        {
            var wanted = Wanted(changes);
            foreach (var (name, _) in changes.Where(change => wanted.Contains(change.Name) != capabilities.Contains(change.Name)))
            {
                Note(Capability.Find(name, release));
            }

            capabilities = wanted;
        }

        return problem;
    }

    /// <summary>Sets parameters.</summary>
    public ErrorClass Set(IReadOnlyList<(string Name, OptionValue Value)> changes)
    {
        OptionValue? Wanted(string name) => changes.Any(change => change.Name == name) ? changes.Last(change => change.Name == name).Value : this[name];
        var misread = Misread(changes);
        if (misread != ErrorClass.None)
        {
            return misread;
        }

        foreach (var (name, value) in changes)
        {
            var problem = OptionRules.Problem(tables.Parameter(name, release)!, value, Wanted, release);
            if (problem != ErrorClass.None)
            {
                return problem;
            }
        }

        var judgesOld = rules is { JudgesNewValues: false };
        if (tables.Exclusions.Any(rule => IsBroken(rule, judgesOld && rule.IsForMigrate ? name => this[name] : Wanted)))
        {
            return ErrorClass.IncompatibleOptions;
        }

        foreach (var (name, given) in changes)
        {
            var parameter = tables.Parameter(name, release)!;
            var value = parameter.Kept(given);
            if (this[name] != value && !parameter.IsIgnoredIn(release))
            {
                changed[name] = value;
                Note(Parameter.Find(name, release));
            }
        }

        return ErrorClass.None;
    }

    private static FrozenDictionary<string, OptionValue> DefaultsOf(OptionTables tables, Release release, Release machine) =>
        tables.Parameters.Where(parameter => parameter.IsIn(release) && parameter.Default is not null)
            .ToFrozenDictionary(parameter => parameter.Name, parameter => parameter.DefaultOn(machine)!.Value);

    private bool IsBroken(OptionRules.Exclusion rule, Func<string, OptionValue?> parameter) => Has(rule.Capability) && rule.IsBroken(parameter(rule.Parameter));

    private HashSet<string> Wanted(IReadOnlyList<(string Name, bool On)> changes)
    {
        var wanted = new HashSet<string>(capabilities);
        foreach (var (name, on) in changes)
        {
            _ = on ? wanted.Add(name) : wanted.Remove(name);
        }

        return wanted;
    }

    /// <param name="option">As it is documented, whatever the tables say.</param>
    private void Note(Option? option)
    {
        if (option?.Changes == Changes.BetweenMigrations)
        {
            FixedChanges = (FixedChanges.Count + 1, option.Name);
        }
    }
}
