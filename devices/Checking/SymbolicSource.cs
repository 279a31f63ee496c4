using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>What a source sends, byte for byte, whatever the values of its numbers are.</summary>
internal sealed class SymbolicSource(Device device, string machine, Facts facts, Waivers waivers)
{
    private static readonly Scalar Length = new(4, IsSigned: true);
    private readonly Reach reach = new(device, machine);
    private readonly Dictionary<string, Place> places = [];

    /// <summary>The body of the section, its footer, and the end of the stream.</summary>
    internal List<Term> Terms { get; } = [];

    /// <summary>What is described, and not sent on this path because of a test or a version.</summary>
    internal HashSet<string> Left { get; } = [];

    /// <summary>What is in subsections that are not needed on this path.</summary>
    internal HashSet<string> Unneeded { get; } = [];

    /// <summary>Bytes that are supposed not to be there: in front of which term, and how many.</summary>
    private readonly List<(int Before, int Count)> omitted = [];

    /// <summary>Where a term is in the section the source really sends.</summary>
    internal int Offset(int term) => term + omitted.Where(one => one.Before <= term).Sum(one => one.Count);

    /// <summary>Sends; what the source refuses, else null.</summary>
    internal LoadError? Save()
    {
        try
        {
            Struct(device.State, "", "");
            Constants([Section.Footer, .. Section.Word(Section.Id)], Role.Footer, "footer");
            Constants([Section.End], Role.End, "end of stream");
            return null;
        }
        catch (LoadException refused)
        {
            return refused.Error;
        }
    }

    /// <summary>All numbers of the source.</summary>
    internal List<Leaf> Leaves() => [.. State.Leaves.Of(device.State, Tree(device.State, "", ""))];

    private void Struct(StructDescription type, string path, string key)
    {
        bool Holds(Condition condition) => condition.Holds(
            (name, relation, value) => facts.Compare(Member(type, name, path, key), relation, value),
            name => device.IsOn(name, machine),
            type.Version);
        var here = path.Length == 0 ? type.Name : path.TrimEnd('.');
        if (!waivers.Has(LoadErrorKind.SaveRefused, here) && type.BeforeSave.Any(hook => hook.Requires is { } demand && !Holds(demand)))
        {
            throw new LoadException(new(LoadErrorKind.SaveRefused, here, 0));
        }

        foreach (var field in type.Fields)
        {
            var below = State.Leaves.Within(key, field);
            if (field.Exists is { } exists ? Holds(exists) : field.Since <= type.Version)
            {
                void Sent() => Send(type, field, field.Shape, $"{path}{field.Name}", below, (path, key));
                Omitting(waivers.LeaveOut(field, below), Sent);
            }
            else
            {
                Left.UnionWith(Outline.Of(field, below));
            }
        }

        foreach (var (part, needed) in type.Subsections)
        {
            var isWaived = waivers.Has(LoadErrorKind.UnknownSubsection, part.Name);
            if (isWaived)
            {
                _ = waivers.Unwatch(Outline.Of(part, key));
            }

            if (Holds(needed))
            {
                Omitting(isWaived, () =>
                {
                    Constants(Section.SubsectionHeader(part.Name, part.Version), Role.Subsection, part.Name);
                    Struct(part, path, key);
                });
            }
            else
            {
                Unneeded.UnionWith(Outline.Of(part, key));
            }
        }
    }

    /// <summary>Sends something, or only counts its bytes.</summary>
    private void Omitting(bool isOmitted, Action send)
    {
        var before = Terms.Count;
        send();
        if (isOmitted && Terms.Count > before)
        {
            omitted.Add((before, Terms.Count - before));
            Terms.RemoveRange(before, Terms.Count - before);
        }
    }

    private void Send(StructDescription type, Field field, Shape shape, string path, string key, (string Path, string Key) around)
    {
        switch (shape)
        {
            case Scalar:
                Terms.AddRange(Number(type, field, path, key).Terms);
                break;
            case FixedArray array:
                Each(array.Element, array.Count);
                break;
            case VariableArray array:
                Each(array.Element, Count(type, array, around));
                break;
            case Nested nested:
                Struct(nested.Type, $"{path}.", State.Leaves.Inside(key));
                break;
            case PointerArray pointers:
                Pointers(field, pointers, path, key);
                break;
            case LinkedList list:
                List(field, list, path, key);
                break;
            case Unused unused:
                Constants(new byte[unused.Size], Role.Unused, path);
                break;
        }

        void Each(Shape element, int count)
        {
            for (var at = 0; at < count; at++)
            {
                Send(type, field, element, $"{path}[{at}]", $"{key}[{at}]", around);
            }
        }
    }

    private void Pointers(Field field, PointerArray pointers, string path, string key)
    {
        for (var at = 0; at < pointers.Present.Count; at++)
        {
            var isThere = IsThere(field, pointers, at, path, key);
            if (!isThere || pointers.IsMarked)
            {
                Constants([isThere ? Section.MarkedPointer : Section.NullPointer], Role.PointerMark, $"{path}[{at}]");
            }

            if (isThere)
            {
                Struct(pointers.Type, $"{path}[{at}].", $"{key}[{at}].");
            }
        }
    }

    private void List(Field field, LinkedList list, string path, string key)
    {
        var length = LengthOf(field, list, path, key);
        for (var at = 0; at < length; at++)
        {
            Constants([1], Role.ListMark, path);
            Struct(list.Type, $"{path}[{at}].", $"{key}[{at}].");
        }

        Constants([0], Role.ListMark, path);
    }

    private void Constants(byte[] bytes, Role role, string owner) => Terms.AddRange(bytes.Select(one => new Term(null, 0, one, role, owner)));

    private Members Tree(StructDescription type, string path, string key) => new(type.Members.Select(field => field.Name).Distinct()
        .Select(name => type.Member(name)!)
        .ToDictionary(field => field.Name, field => Value(type, field, field.Shape, $"{path}{field.Name}", State.Leaves.Within(key, field), (path, key))));

    private Value Value(StructDescription type, Field field, Shape shape, string path, string key, (string Path, string Key) around)
    {
        Elements Repeat(Shape element, int count) => new([.. Enumerable.Range(0, count)
            .Select(at => Value(type, field, element, $"{path}[{at}]", $"{key}[{at}]", around))]);
        return shape switch
        {
            Scalar => Number(type, field, path, key),
            FixedArray array => Repeat(array.Element, array.Count),
            VariableArray array => Repeat(array.Element, Count(type, array, around)),
            Nested nested => Tree(nested.Type, $"{path}.", State.Leaves.Inside(key)),
            PointerArray pointers => new Elements([.. pointers.Present.Select(Value (_, at) =>
                IsThere(field, pointers, at, path, key) ? Tree(pointers.Type, $"{path}[{at}].", $"{key}[{at}].") : Null.Instance)]),
            LinkedList list => new Elements([.. Enumerable.Range(0, LengthOf(field, list, path, key))
                .Select(at => Tree(list.Type, $"{path}[{at}].", $"{key}[{at}]."))]),
            _ => Null.Instance,
        };
    }

    private Reading Member(StructDescription type, string name, string path, string key)
    {
        var field = type.Member(name)!;
        return Number(type, field, $"{path}{name}", State.Leaves.Within(key, field));
    }

    private Reading Number(StructDescription type, Field field, string path, string key)
    {
        if (!places.TryGetValue(path, out var place))
        {
            var (low, high) = reach.Of(type, field);
            place = places[path] = new(key, path, Reach.Innermost(field.Shape)!, low, high, field.AtRest);
        }

        return Reading.Of(place);
    }

    private int Count(StructDescription type, VariableArray array, (string Path, string Key) around) =>
        Find(Member(type, array.CountedBy, around.Path, around.Key), array.Capacity);

    private bool IsThere(Field field, PointerArray pointers, int at, string path, string key)
    {
        var presence = new Place($"{key}[{at}]?", $"{path}[{at}]", Length, 0, 1, 0);
        return pointers.Present[at] && (!pointers.IsMarked || (!reach.IsHeld(field) && Find(Reading.Of(presence), 1) == 1));
    }

    private int LengthOf(Field field, LinkedList list, string path, string key) => reach.IsHeld(field)
        ? 0
        : Find(Reading.Of(new($"{key}#", path, Length, 0, list.Longest, 0)), list.Longest);

    private int Find(Reading reading, int most)
    {
        var count = 0;
        while (count < most && !facts.Compare(reading, Relation.Below, count + 1))
        {
            count++;
        }

        return count;
    }
}
