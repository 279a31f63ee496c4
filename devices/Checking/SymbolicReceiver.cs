using System.Text;
using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>What a receiver makes of bytes of which only the origin is known. Where it must look at a value it asks.</summary>
internal sealed partial class SymbolicReceiver(
    Device device, string machine, IReadOnlyList<Term> terms, Facts facts, Waivers waivers, Misbelief misbelief = Misbelief.None)
{
    private readonly HashSet<string> known = Outline.Of(device);
    private int position;

    internal HashSet<string> Assigned { get; } = [];

    /// <summary>What is described, and not looked for on this path because of a test or a version.</summary>
    internal HashSet<string> Skipped { get; } = [];

    /// <summary>What was loaded, by its key.</summary>
    internal HashSet<string> Loaded { get; } = [];

    /// <summary>What is in subsections that did not come.</summary>
    internal HashSet<string> Absent { get; } = [];

    /// <summary>Where bytes are taken for something else than the source sent.</summary>
    internal List<Divergence> Divergences { get; } = [];

    /// <summary>The numbers that were read, in order.</summary>
    internal List<Intake> Intakes { get; } = [];

    /// <summary>The state after the load, and how the load ended.</summary>
    internal (Members State, LoadError? Error) Load(SectionName name, int version)
    {
        var state = Rest.Of(device.State);
        try
        {
            if (!device.Aliases.Prepend(device.Section).Contains(name))
            {
                Fail(LoadErrorKind.UnknownSection, name.Name, name.Instance);
            }

            Versions(device.State, version, LoadErrorKind.VersionTooNew, LoadErrorKind.VersionTooOld);
            Struct(device.State, state, version, ("", ""));
            Footer();
            return (state, null);
        }
        catch (LoadException failed)
        {
            return (state, failed.Error);
        }
    }

    private void Footer()
    {
        var end = position;
        var mark = Take(1, "footer", Role.Footer, null);
        if (!facts.Are(mark, [Section.Footer], isRemote: mark[0].Role == Role.Beyond))
        {
            throw Failed(LoadErrorKind.FooterMissing, "footer", end);
        }

        if (!facts.Are(Take(4, "footer", Role.Footer, null), Section.Word(Section.Id), isRemote: true))
        {
            throw Failed(LoadErrorKind.FooterMismatch, "footer", end);
        }
    }

    private void Versions(StructDescription type, int version, LoadErrorKind tooNew, LoadErrorKind tooOld)
    {
        if (version > type.Version)
        {
            Fail(tooNew, type.Name, version, type.Version);
        }
        else if (version < type.MinimumVersion && misbelief != Misbelief.OldVersionsLoad)
        {
            Fail(tooOld, type.Name, version, type.MinimumVersion);
        }
    }

    private void Struct(StructDescription type, Members state, int version, (string Path, string Key) at)
    {
        bool Holds(Condition condition) => condition.Holds(
            (name, relation, value) => facts.Compare(state.ByName[name], relation, value),
            name => device.IsOn(name, machine),
            version);
        Run(type.BeforeLoad, Holds, state, at.Path, type.Name);
        foreach (var field in type.Fields)
        {
            var site = new Site(field, state, Holds, $"{at.Path}{field.Name}", Leaves.Within(at.Key, field), version);
            if (waivers.LeaveOut(field, site.Key))
            {
                continue;
            }

            var isSince = field.Since <= version;
            if (field.Exists is { } exists ? !Holds(exists) || (misbelief == Misbelief.TestAddsToVersion && !isSince) : !isSince)
            {
                Skipped.UnionWith(Outline.Of(field, site.Key));
                continue;
            }

            var loaded = Value(site, field.Shape, field.IsMember ? state.ByName[field.Name] : Null.Instance);
            if (field.IsMember)
            {
                state.ByName[field.Name] = loaded;
            }
        }

        var hooks = () => Run(type.AfterLoad, Holds, state, at.Path, type.Name);
        var (first, second) = misbelief == Misbelief.HooksComeFirst ? (hooks, Parts) : ((Action)Parts, hooks);
        first();
        second();
        void Parts() => Subsections(type, state, at);
    }

    private void Run(IReadOnlyList<Hook> hooks, Func<Condition, bool> holds, Members state, string path, string name)
    {
        foreach (var hook in hooks)
        {
            if (hook.Sets is { } set && (set.When is not { } when || holds(when)))
            {
                state.ByName[set.Member] = set.From is { } from ? state.ByName[from] : new Number(set.Value);
                Assigned.Add($"{path}{set.Member}");
            }

            if (hook.Requires is { } demand && !holds(demand))
            {
                Fail(LoadErrorKind.HookRefused, path.Length == 0 ? name : path.TrimEnd('.'));
            }
        }
    }

    private void Subsections(StructDescription type, Members state, (string Path, string Key) at)
    {
        var come = new HashSet<string>();
        while (BeginsSubsection(type.Name) is { } length)
        {
            var name = terms.Skip(position + 2).Take(length).ToList();
            var shown = name.All(term => term.Role == Role.Subsection) ? name[0].Owner : null;
            if (type.Subsections.FirstOrDefault(one => one.Type.Name.Length == length
                && facts.Are(name, Encoding.ASCII.GetBytes(one.Type.Name), isRemote: true)) is not { } found)
            {
                throw Failed(LoadErrorKind.UnknownSubsection, shown ?? UnknownName);
            }

            position += 2 + length;
            var version = Short(Take(4, found.Type.Name, Role.Subsection, null)[3]);
            Versions(found.Type, version, LoadErrorKind.SubsectionTooNew, LoadErrorKind.SubsectionTooOld);
            come.Add(found.Type.Name);
            Struct(found.Type, state, version, at);
        }

        foreach (var absent in type.Subsections.Where(one => !come.Contains(one.Type.Name)))
        {
            Absent.UnionWith(Outline.Of(absent.Type, at.Key));
            if (misbelief == Misbelief.SubsectionIsRequired)
            {
                throw Failed(LoadErrorKind.UnknownSubsection, absent.Type.Name);
            }
        }
    }

    /// <summary>The length of the name, when a subsection of this parent begins here. Data may look like one by chance.</summary>
    private int? BeginsSubsection(string parent)
    {
        if (position + 2 + parent.Length >= terms.Count || facts.Known(terms[position]) is not (null or Section.Subsection))
        {
            return null;
        }

        byte[] name = misbelief == Misbelief.ParentNameIsNotCompared ? [] : Encoding.ASCII.GetBytes(parent);
        var head = terms.Skip(position).Take(2 + parent.Length).ToList();
        var (known, room) = (head.ConvertAll(facts.Known), terms.Count - position - 2);
        bool Fits(IReadOnlyList<byte?> bytes) => (bytes[0] is null or Section.Subsection)
            && (bytes[1] is not { } length || (length > parent.Length && length <= room))
            && !name.Where((letter, at) => bytes[2 + at] is { } there && there != letter).Any();
        var begins = Fits(known) && (!known.Contains(null) || facts.Ask(new Question(
            $"{string.Join(' ', head.Select(term => term.Text))} begin a subsection of {parent}",
            "no data looks like a subsection",
            amounts => Fits([.. head.Select(byte? (term) => term.Value(amounts))]),
            IsRemote: true)));
        return begins ? Short(head[1]) : null;
    }

    /// <summary>A byte that must be known to go on: found by asking for one value after the other.</summary>
    private int Short(Term term)
    {
        var value = 0;
        while (value < 255 && !facts.Are([term], [(byte)value], isRemote: true))
        {
            value++;
        }

        return value;
    }

    internal const string UnknownName = "(data taken for a name)";

    /// <summary>Ends the load, unless what is wrong is waived.</summary>
    private void Fail(LoadErrorKind kind, string field, Int128? came = null, Int128? own = null)
    {
        if (!waivers.Has(kind, field))
        {
            throw new LoadException(new(kind, field, position) { Came = came, Own = own });
        }
    }

    private LoadException Failed(LoadErrorKind kind, string field, int? at = null) => new(new(kind, field, at ?? position));
}
