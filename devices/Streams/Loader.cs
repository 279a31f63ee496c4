using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Streams;

/// <summary>Loads a section into a device that was just reset, by the rules of real receivers (facts: wire-format,
/// section 4).</summary>
public sealed partial class Loader
{
    private readonly Device device;
    private readonly byte[] bytes;
    private readonly Func<string, bool> property;
    private readonly HashSet<string> assigned = [];
    private int position;
    private int body;

    private Loader(Device device, string machine, byte[] bytes)
    {
        this.device = device;
        this.bytes = bytes;
        property = name => device.IsOn(name, machine);
    }

    /// <summary>The state after the load, with the paths that hooks set, or why there is none.</summary>
    public static (Members? State, IReadOnlySet<string> Assigned, LoadError? Error) Load(Device device, string machine, byte[] bytes)
    {
        var loader = new Loader(device, machine, bytes);
        try
        {
            var state = Rest.Of(device.State);
            loader.Whole(state);
            return (state, loader.assigned, null);
        }
        catch (LoadException failed)
        {
            return (null, loader.assigned, failed.Error);
        }
    }

    private void Whole(Members state)
    {
        position = 1 + 4;
        var name = Text(bytes[position++], "");
        var (instance, version) = (Word(""), Word(""));
        body = position;
        if (device.Aliases.Prepend(device.Section).All(one => one.Name != name || one.Instance != instance))
        {
            throw Failed(LoadErrorKind.UnknownSection, name, instance, null);
        }

        Versions(device.State, version, LoadErrorKind.VersionTooNew, LoadErrorKind.VersionTooOld);
        Struct(device.State, state, version, "");
        var end = position;
        if (Next("footer") != Section.Footer)
        {
            throw Failed(LoadErrorKind.FooterMissing, "footer", end);
        }

        if (Word("footer") != Section.Id)
        {
            throw Failed(LoadErrorKind.FooterMismatch, "footer", end);
        }
    }

    private void Versions(StructDescription type, int version, LoadErrorKind tooNew, LoadErrorKind tooOld)
    {
        if (version > type.Version || version < type.MinimumVersion)
        {
            throw version > type.Version ? Failed(tooNew, type.Name, version, type.Version) : Failed(tooOld, type.Name, version, type.MinimumVersion);
        }
    }

    private void Struct(StructDescription type, Members state, int version, string path)
    {
        bool Holds(Condition condition) =>
            condition.Holds((name, relation, value) => Condition.Compare(state[name], relation, value), property, version);
        Run(type.BeforeLoad, Holds, state, path, type.Name);
        foreach (var field in type.Fields)
        {
            if (field.Exists is { } exists ? !Holds(exists) : field.Since > version)
            {
                continue;
            }

            var own = field.IsMember ? state.ByName[field.Name] : Null.Instance;
            var loaded = Value(field, field.Shape, own, state, Holds, $"{path}{field.Name}");
            if (field.IsMember)
            {
                state.ByName[field.Name] = loaded;
            }
        }

        Subsections(type, state, path);
        Run(type.AfterLoad, Holds, state, path, type.Name);
    }

    private void Run(IReadOnlyList<Hook> hooks, Func<Condition, bool> holds, Members state, string path, string name)
    {
        foreach (var hook in hooks)
        {
            if (hook.Sets is { } set && (set.When is not { } when || holds(when)))
            {
                state.ByName[set.Member] = new Number(set.From is { } from ? state[from] : set.Value);
                assigned.Add($"{path}{set.Member}");
            }

            if (hook.Requires is { } demand && !holds(demand))
            {
                throw Failed(LoadErrorKind.HookRefused, path.Length == 0 ? name : path.TrimEnd('.'));
            }
        }
    }

    /// <summary>A data byte 5 after a struct is legal: only a name with the parent's as its beginning makes a subsection.</summary>
    private void Subsections(StructDescription type, Members state, string path)
    {
        while (Peek(0) == Section.Subsection && Peek(1) is { } length && length > type.Name.Length
            && position + 2 + length <= bytes.Length && PeekText(2, type.Name.Length) == type.Name)
        {
            var name = PeekText(2, length);
            if (type.Subsections.FirstOrDefault(one => one.Type.Name == name) is not { } found)
            {
                throw Failed(LoadErrorKind.UnknownSubsection, name);
            }

            position += 2 + length;
            var version = Word(name) & 0xff;
            Versions(found.Type, version, LoadErrorKind.SubsectionTooNew, LoadErrorKind.SubsectionTooOld);
            Struct(found.Type, state, version, path);
        }
    }

    private LoadException Failed(LoadErrorKind kind, string field, Int128 came, Int128? own) =>
        new(Failed(kind, field).Error with { Came = came, Own = own });

    private LoadException Failed(LoadErrorKind kind, string field, int? at = null) => new(new(kind, field, Math.Max(0, (at ?? position) - body)));
}
