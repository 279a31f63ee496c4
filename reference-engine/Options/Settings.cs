using System.Collections.Frozen;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Options;

/// <summary>The capabilities and parameters of one process. A call that is refused changes nothing.</summary>
/// <param name="release">What the process is.</param>
/// <param name="machine">The release of its machine type, which decides some defaults.</param>
/// <param name="hasDirtyRing">It runs on KVM with a dirty ring.</param>
public sealed class Settings(Release release, Release machine, bool hasDirtyRing = false)
{
    private static readonly FrozenDictionary<(string, string), FrozenDictionary<string, OptionValue>> AllDefaults =
        Releases.All.SelectMany(one => Releases.All, (one, machine) => (one, machine)).ToFrozenDictionary(
            pair => (pair.one.Name, pair.machine.Name),
            pair => Parameter.All.Where(parameter => parameter.IsIn(pair.one) && parameter.Default is not null)
                .ToFrozenDictionary(parameter => parameter.Name, parameter => parameter.DefaultOn(pair.machine)!.Value));

    private readonly FrozenDictionary<string, OptionValue> defaults = AllDefaults[(release.Name, machine.Name)];
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

    /// <summary>Switches capabilities; of two entries for one the later counts.</summary>
    public ErrorClass Set(IReadOnlyList<(string Name, bool On)> changes)
    {
        if (changes.Any(change => Capability.Find(change.Name, release) is null))
        {
            return ErrorClass.UnknownOption;
        }

        var wanted = new HashSet<string>(capabilities);
        foreach (var (name, on) in changes)
        {
            _ = on ? wanted.Add(name) : wanted.Remove(name);
        }

        var problem = OptionRules.Problem(wanted, release, hasDirtyRing);
        if (problem == ErrorClass.None)
        {
            foreach (var (name, _) in changes.Where(change => wanted.Contains(change.Name) != capabilities.Contains(change.Name)))
            {
                Note(Capability.Find(name, release)!);
            }

            capabilities = wanted;
        }

        return problem;
    }

    /// <summary>Sets parameters.</summary>
    public ErrorClass Set(IReadOnlyList<(string Name, OptionValue Value)> changes)
    {
        if (changes.Any(change => Parameter.Find(change.Name, release) is null))
        {
            return ErrorClass.UnknownOption;
        }

        OptionValue? Wanted(string name) => changes.Any(change => change.Name == name) ? changes.Last(change => change.Name == name).Value : this[name];
        foreach (var (name, value) in changes)
        {
            var problem = OptionRules.Problem(Parameter.Find(name, release)!, value, Wanted, release);
            if (problem != ErrorClass.None)
            {
                return problem;
            }
        }

        foreach (var (name, given) in changes)
        {
            var parameter = Parameter.Find(name, release)!;
            var value = given.Kind == OptionKind.Nothing ? OptionValue.Of("") : given;
            if (this[name] != value && !parameter.IsIgnoredIn(release))
            {
                changed[name] = value;
                Note(parameter);
            }
        }

        return ErrorClass.None;
    }

    private void Note(Option option)
    {
        if (option.Changes == Changes.BetweenMigrations)
        {
            FixedChanges = (FixedChanges.Count + 1, option.Name);
        }
    }
}
