namespace Migconf.Devices.Descriptions;

/// <summary>What a description must obey to mean anything at all. What makes it incompatible with another is not here.</summary>
public static class DescriptionRules
{
    /// <summary>What is wrong with a device, a sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Problems(Device device) =>
        [.. Struct(device.State, device.State.Name).Concat(Properties(device)).Concat(Meanings(device)).Distinct()];

    private static IEnumerable<string> Properties(Device device)
    {
        var known = device.Properties.Select(property => property.Name).ToHashSet();
        var unknown = Structs(device.State).SelectMany(Conditions).SelectMany(condition => condition.Properties)
            .Concat(Structs(device.State).SelectMany(type => type.Fields).Select(field => field.OnlyWith).OfType<string>())
            .Where(name => !known.Contains(name))
            .Select(name => $"property '{name}' is not declared");
        return unknown
            .Concat(Twice(device.Properties.Select(property => property.Name)).Select(name => $"property '{name}' is declared twice"))
            .Concat(device.Properties.Where(one => one.OnSince is { } since && MachineTypes.IndexOf(since) < 0)
                .Select(one => $"property '{one.Name}' is on since '{one.OnSince}', which is no machine type"));
    }

    /// <summary>What a number stands for says which number of another release it is.</summary>
    private static IEnumerable<string> Meanings(Device device) =>
        Twice(Keys(device.State, "")).Select(key => $"two fields stand for '{key}'");

    private static IEnumerable<string> Keys(StructDescription type, string key) => type.Members.Select(field => field.Name).Distinct()
        .Select(name => type.Member(name)!)
        .SelectMany(field => Keys(field.Shape, State.Leaves.Within(key, field)));

    private static IEnumerable<string> Keys(Shape shape, string key) => shape switch
    {
        FixedArray array => Keys(array.Element, key),
        VariableArray array => Keys(array.Element, key),
        Nested nested => Keys(nested.Type, State.Leaves.Inside(key)),
        PointerArray pointers => Keys(pointers.Type, $"{key}."),
        LinkedList list => Keys(list.Type, $"{key}."),
        _ => [key],
    };

    private static IEnumerable<string> Struct(StructDescription type, string place)
    {
        if (type.Name.Length is 0 or > 255 || type.Name.Any(letter => letter is <= ' ' or > '~'))
        {
            yield return $"{place}: a name has 1 to 255 printable letters";
        }

        if (type.Version is < 0 or > 255 || type.MinimumVersion < 0 || type.MinimumVersion > type.Version)
        {
            yield return $"{place}: versions go from 0 to 255, the minimum first";
        }

        foreach (var problem in type.Fields.SelectMany((field, at) => Field(type, field, at, $"{place}: {field.Name}"))
            .Concat(References(type, place))
            .Concat(Forms(type, place))
            .Concat(Twice(type.Subsections.Select(one => one.Type.Name)).Select(name => $"{place}: two subsections '{name}'"))
            .Concat(type.Subsections.SelectMany(one => Struct(one.Type, one.Type.Name))))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Field(StructDescription type, Field field, int at, string place)
    {
        if (field.Name.Length == 0 || (field.IsMember && field.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))))
        {
            yield return $"{place}: a field's name is of letters, digits, '_' and '-'";
        }

        if (field.Meaning.Length == 0 && field.Shape is not Nested)
        {
            yield return $"{place}: only a struct may stand for nothing of its own";
        }

        var (low, high) = (field.Low ?? Int128.MinValue, field.High ?? Int128.MaxValue);
        if (State.Reach.Innermost(field.Shape) is { } scalar)
        {
            (low, high) = (Int128.Max(low, scalar.Lowest), Int128.Min(high, scalar.Highest));
        }

        if (field.AtRest < low || field.AtRest > high)
        {
            yield return $"{place}: the value at rest is out of reach";
        }

        foreach (var problem in Shape(type, field.Shape, at, place))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Shape(StructDescription type, Shape shape, int at, string place) => shape switch
    {
        Scalar { Width: not (1 or 2 or 4 or 8) } => [$"{place}: a number has 1, 2, 4 or 8 bytes"],
        FixedArray { Count: < 1 or > 4096 } or VariableArray { Capacity: < 1 or > 4096 } or Unused { Size: < 1 or > 4096 } =>
            [$"{place}: a length is from 1 to 4096"],
        FixedArray array => Element(type, array.Element, at, place),
        VariableArray array when type.Fields.Take(at).All(field => field.Name != array.CountedBy) || type.Member(array.CountedBy)?.Shape is not Scalar =>
            [$"{place}: '{array.CountedBy}' is no number that comes before it"],
        VariableArray array when type.Member(array.CountedBy)!.AtRest > array.Capacity => [$"{place}: the count at rest exceeds the capacity"],
        VariableArray array => Element(type, array.Element, at, place),
        Nested nested => Struct(nested.Type, place),
        PointerArray { Present.Count: < 1 } => [$"{place}: no pointers"],
        PointerArray pointers => Struct(pointers.Type, place),
        LinkedList { Longest: < 0 or > 4096 } => [$"{place}: a length is from 0 to 4096"],
        LinkedList list => Struct(list.Type, place),
        _ => [],
    };

    private static IEnumerable<string> Element(StructDescription type, Shape element, int at, string place) =>
        element is Scalar or Nested or FixedArray ? Shape(type, element, at, place) : [$"{place}: elements are numbers, structs or arrays"];

    private static IEnumerable<string> References(StructDescription type, string place) => Conditions(type).SelectMany(one => one.Members)
        .Concat(type.BeforeLoad.Concat(type.AfterLoad).Select(hook => hook.Sets).OfType<Assignment>()
            .SelectMany(set => new[] { set.Member, set.From }).OfType<string>())
        .Where(name => type.Member(name)?.Shape is not Scalar)
        .Select(name => $"{place}: '{name}' is no number of the struct");

    /// <summary>All but the last of the forms of a number are for versions before the struct's.</summary>
    private static IEnumerable<string> Forms(StructDescription type, string place) => type.Members.GroupBy(field => field.Name)
        .Where(forms => forms.Count() > 1 && (forms.Any(form => form.Shape is not Scalar)
            || forms.SkipLast(1).Any(form => form.Exists is not VersionIs { Relation: Relation.Below } until || until.Value > type.Version)))
        .Select(forms => $"{place}: the forms of '{forms.Key}' but the last need a test 'version < N'");

    /// <summary>What a struct asks, each in its own scope.</summary>
    private static IEnumerable<Condition> Conditions(StructDescription type) =>
        type.Fields.SelectMany(field => new[] { field.Exists, (field.Shape as Validated)?.Holds }).OfType<Condition>()
            .Concat(type.Subsections.Select(one => one.Needed))
            .Concat(type.BeforeSave.Concat(type.BeforeLoad).Concat(type.AfterLoad)
                .SelectMany(hook => new[] { hook.Requires, hook.Sets?.When }).OfType<Condition>());

    private static IEnumerable<StructDescription> Structs(StructDescription type) => type.Fields.SelectMany(field => Structs(field.Shape))
        .Concat(type.Subsections.SelectMany(one => Structs(one.Type)))
        .Prepend(type);

    private static IEnumerable<StructDescription> Structs(Shape shape) => shape switch
    {
        FixedArray array => Structs(array.Element),
        VariableArray array => Structs(array.Element),
        Nested nested => Structs(nested.Type),
        PointerArray pointers => Structs(pointers.Type),
        LinkedList list => Structs(list.Type),
        _ => [],
    };

    private static IEnumerable<string> Twice(IEnumerable<string> names) => names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);
}
