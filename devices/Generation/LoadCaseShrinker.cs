using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Generation;

/// <summary>Smaller cases: parts taken from both sides, then from one, then values put to rest.</summary>
internal static class LoadCaseShrinker
{
    internal static IEnumerable<LoadCase> Shrink(LoadCase one)
    {
        var (source, receiver, machine) = one.Pairing;
        var both = Names(source).Concat(Names(receiver)).Distinct()
            .Select(name => new Pairing(Without(source, name), Without(receiver, name), machine));
        var first = Smaller(source).Select(smaller => one.Pairing with { Source = smaller });
        var second = Smaller(receiver).Select(smaller => one.Pairing with { Receiver = smaller });
        var size = Size(one.Pairing);
        var pairings = both.Concat(first).Concat(second).Where(smaller => Size(smaller) < size
            && DescriptionRules.Problems(smaller.Source).Count + DescriptionRules.Problems(smaller.Receiver).Count == 0);
        return pairings.Select(smaller => one with { Pairing = smaller, State = Rest.Fit(one.State, new Reach(smaller.Source, machine)) })
            .Concat(Calmer(one));
    }

    /// <summary>So much is described.</summary>
    internal static int Size(Pairing pairing) => Size(pairing.Source) + Size(pairing.Receiver);

    private static int Size(Device device)
    {
        var size = (3 * device.Aliases.Count) + (device.Path.Length > 0 ? 1 : 0);
        _ = StructEdits.Visit(device.State, type =>
        {
            size += 5 + type.Version + type.MinimumVersion + type.Name.Length + (4 * type.Subsections.Count)
                + (4 * (type.BeforeLoad.Count + type.AfterLoad.Count + type.BeforeSave.Count)) + type.Fields.Sum(Size);
            return type;
        });
        return size;
    }

    private static int Size(Field field) => 5 + field.Since + (field.Exists is null ? 0 : 2) + (field.OnlyWith is null ? 0 : 1)
        + (field.AtRest == 0 ? 0 : 1) + (field.High is null ? 0 : 1) + Size(field.Shape);

    private static int Size(Shape shape) => shape switch
    {
        Scalar scalar => scalar.Width + (scalar.IsSigned ? 1 : 0) + (scalar.Guard == Guard.None ? 0 : 1),
        FixedArray array => 8 + array.Count + Size(array.Element),
        VariableArray array => 8 + array.Capacity + Size(array.Element),
        PointerArray pointers => 8 + pointers.Present.Count,
        LinkedList list => 8 + list.Longest,
        Unused unused => unused.Size,
        _ => 8,
    };

    private static List<string> Names(Device device)
    {
        var names = new List<string>();
        _ = StructEdits.Visit(device.State, type =>
        {
            names.AddRange(type.Fields.Select(field => field.Name).Concat(type.Subsections.Select(one => one.Type.Name)));
            return type;
        });
        return names;
    }

    private static Device Without(Device device, string name) => device with
    {
        State = StructEdits.Visit(device.State, type => type with
        {
            Fields = [.. type.Fields.Where(field => field.Name != name)],
            Subsections = [.. type.Subsections.Where(one => one.Type.Name != name)],
        }),
    };

    private static IEnumerable<Device> Smaller(Device device)
    {
        yield return device with { Path = "", Aliases = [] };
        for (var at = 0; at < StructEdits.Count(device.State); at++)
        {
            foreach (var edit in Edits(device.State, at))
            {
                yield return device with { State = StructEdits.At(device.State, at, edit) };
            }
        }
    }

    private static List<Func<StructDescription, StructDescription>> Edits(StructDescription root, int number)
    {
        StructDescription? found = null;
        _ = StructEdits.At(root, number, type => found = type);
        List<Func<StructDescription, StructDescription>> edits =
        [
            type => type with { Version = 0, MinimumVersion = 0 },
            type => type with { MinimumVersion = 0 },
            type => type with { BeforeLoad = [], AfterLoad = [], BeforeSave = [] },
        ];
        edits.AddRange(Enumerable.Range(0, found!.Subsections.Count).Select(Func<StructDescription, StructDescription> (at) =>
            type => type with { Subsections = StructEdits.Replaced(type.Subsections, at) }));
        for (var index = 0; index < found.Fields.Count; index++)
        {
            var at = index;
            edits.Add(type => type with { Fields = StructEdits.Replaced(type.Fields, at) });
            edits.AddRange(Plainer(found.Fields[at]).Select(Func<StructDescription, StructDescription> (field) =>
                type => type with { Fields = StructEdits.Replaced(type.Fields, at, field) }));
        }

        return edits;
    }

    private static IEnumerable<Field> Plainer(Field field)
    {
        yield return field with { Shape = Scalar.Byte, AtRest = 0, Stands = field.Meaning.Length == 0 ? null : field.Stands };
        yield return field with { Exists = null };
        yield return field with { Since = 0 };
        yield return field with { OnlyWith = null, High = null };
        yield return field with { AtRest = 0 };
        if (field.Shape is FixedArray array)
        {
            yield return field with { Shape = array with { Count = 1 } };
            yield return field with { Shape = array.Element };
        }
    }

    /// <summary>Members put to rest, one at a time.</summary>
    private static IEnumerable<LoadCase> Calmer(LoadCase one)
    {
        var reach = new Reach(one.Pairing.Source, one.Pairing.Machine);
        var rest = Rest.Of(one.Pairing.Source.State);
        foreach (var name in one.State.ByName.Keys.Where(name => rest.ByName.ContainsKey(name)))
        {
            var calmer = Rest.Fit(new(new(one.State.ByName) { [name] = rest.ByName[name] }), reach);
            if (calmer.ToString() != one.State.ToString())
            {
                yield return one with { State = calmer };
            }
        }
    }
}
