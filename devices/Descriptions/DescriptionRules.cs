namespace Migconf.Devices.Descriptions;

/// <summary>What a description must obey to mean anything at all. What makes it incompatible with another is not here.</summary>
public static class DescriptionRules
{
    /// <summary>What is wrong with a device; empty when nothing is.</summary>
    public static IReadOnlyList<Problem> Problems(Device device) =>
        [.. Struct(device.State, device.State.Name).Concat(Properties(device)).Concat(Meanings(device)).DistinctBy(problem => problem.Text)];

    private static IEnumerable<Problem> Properties(Device device)
    {
        var known = device.Properties.Select(property => property.Name).ToHashSet();
        var asked = Structs(device.State).SelectMany(Conditions).SelectMany(condition => condition.Properties.Select(name => (Name: name, At: (object)condition, Key: "")))
            .Concat(Structs(device.State).SelectMany(type => type.Fields).Where(field => field.OnlyWith is not null)
                .Select(field => (Name: field.OnlyWith!, At: (object)field, Key: "only-with")));
        return asked.Where(one => !known.Contains(one.Name))
            .Select(one => new Problem($"property '{one.Name}' is not declared", one.At, one.Key)
            {
                Remedy = $"declare it in the release: properties: {{ {one.Name}: \"MACHINE\" }}, the oldest machine type it is on for"
                    + (known.Count > 0 ? $"; declared: {string.Join(", ", known)}" : ""),
            })
            .Concat(Twice(device.Properties.Select(property => property.Name)).Select(name => new Problem($"property '{name}' is declared twice")))
            .Concat(device.Properties.Where(one => one.OnSince is { } since && MachineTypes.IndexOf(since) < 0)
                .Select(one => new Problem($"property '{one.Name}' is on since '{one.OnSince}', which is no machine type", one)));
    }

    /// <summary>What a number stands for says which number of another release it is.</summary>
    private static IEnumerable<Problem> Meanings(Device device) => Keys(device.State, "").GroupBy(one => one.Key).Where(group => group.Count() > 1)
        .Select(group => new Problem($"two fields stand for '{group.Key}'", group.Last().Field, "stands") { Remedy = "say with 'stands' what each stands for" });

    private static IEnumerable<(string Key, Field Field)> Keys(StructDescription type, string key) => type.Members.Select(field => field.Name).Distinct()
        .Select(name => type.Member(name)!)
        .SelectMany(field => Keys(field, field.Shape, State.Leaves.Within(key, field)));

    private static IEnumerable<(string Key, Field Field)> Keys(Field field, Shape shape, string key) => shape switch
    {
        FixedArray array => Keys(field, array.Element, key),
        VariableArray array => Keys(field, array.Element, key),
        Nested nested => Keys(nested.Type, State.Leaves.Inside(key)),
        PointerArray pointers => Keys(pointers.Type, $"{key}."),
        LinkedList list => Keys(list.Type, $"{key}."),
        _ => [(key, field)],
    };

    private static IEnumerable<Problem> Struct(StructDescription type, string place)
    {
        if (type.Name.Length is 0 or > 255 || type.Name.Any(letter => letter is <= ' ' or > '~'))
        {
            yield return new($"{place}: a name has 1 to 255 printable letters", type, "name");
        }

        if (type.Version is < 0 or > 255 || type.MinimumVersion < 0 || type.MinimumVersion > type.Version)
        {
            yield return new($"{place}: versions go from 0 to 255, the minimum first", type, "minimum-version");
        }

        foreach (var problem in type.Fields.SelectMany((field, at) => Field(type, field, at, $"{place}: {field.Name}"))
            .Concat(References(type, place))
            .Concat(Forms(type, place))
            .Concat(Twice(type.Subsections.Select(one => one.Type.Name))
                .Select(name => new Problem($"{place}: two subsections '{name}'", type.Subsections.Last(one => one.Type.Name == name).Type, "name")))
            .Concat(type.Subsections.SelectMany(one => Struct(one.Type, one.Type.Name))))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Problem> Field(StructDescription type, Field field, int at, string place)
    {
        if (field.Name.Length == 0 || (field.IsMember && field.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))))
        {
            yield return new($"{place}: a field's name is of letters, digits, '_' and '-'", field, "name");
        }

        if (field.Meaning.Length == 0 && field.Shape is not Nested)
        {
            yield return new($"{place}: only a struct may stand for nothing of its own", field, "stands");
        }

        var (low, high) = (field.Low ?? Int128.MinValue, field.High ?? Int128.MaxValue);
        if (State.Reach.Innermost(field.Shape) is { } scalar)
        {
            (low, high) = (Int128.Max(low, scalar.Lowest), Int128.Min(high, scalar.Highest));
        }

        if (field.AtRest < low || field.AtRest > high)
        {
            yield return new($"{place}: the value at rest is out of reach", field, "at-rest") { Remedy = $"write a value from {low} to {high}" };
        }

        foreach (var problem in Shape(type, field, field.Shape, at, place))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Problem> Shape(StructDescription type, Field field, Shape shape, int at, string place) => shape switch
    {
        Scalar { Width: not (1 or 2 or 4 or 8) } => [new($"{place}: a number has 1, 2, 4 or 8 bytes", field, "type")],
        FixedArray { Count: < 1 or > 4096 } or VariableArray { Capacity: < 1 or > 4096 } or Unused { Size: < 1 or > 4096 } =>
            [new($"{place}: a length is from 1 to 4096", field)],
        FixedArray array => Element(type, field, array.Element, at, place),
        VariableArray array when type.Fields.Take(at).All(one => one.Name != array.CountedBy) || type.Member(array.CountedBy)?.Shape is not Scalar =>
            [new($"{place}: '{array.CountedBy}' is no number that comes before it", field, "counted-by")],
        VariableArray array when type.Member(array.CountedBy)!.AtRest > array.Capacity =>
            [new($"{place}: the count at rest exceeds the capacity", field, "capacity")],
        VariableArray array => Element(type, field, array.Element, at, place),
        Nested nested => Struct(nested.Type, place),
        PointerArray { Present.Count: < 1 } => [new($"{place}: no pointers", field, "pointers")],
        PointerArray pointers => Struct(pointers.Type, place),
        LinkedList { Longest: < 0 or > 4096 } => [new($"{place}: a length is from 0 to 4096", field, "list")],
        LinkedList list => Struct(list.Type, place),
        _ => [],
    };

    private static IEnumerable<Problem> Element(StructDescription type, Field field, Shape element, int at, string place) =>
        element is Scalar or Nested or FixedArray ? Shape(type, field, element, at, place) : [new($"{place}: elements are numbers, structs or arrays", field)];

    private static IEnumerable<Problem> References(StructDescription type, string place) =>
        Conditions(type).SelectMany(one => one.Members.Select(name => (Name: name, At: (object)one, Key: "")))
            .Concat(Assignments(type).Select(set => (Name: set.Member, At: (object)set, Key: "member")))
            .Concat(Assignments(type).Where(set => set.From is not null).Select(set => (Name: set.From!, At: (object)set, Key: "from")))
            .Where(one => type.Member(one.Name)?.Shape is not Scalar)
            .Select(one => new Problem($"{place}: '{one.Name}' is no number of the struct", one.At, one.Key));

    /// <summary>All but the last of the forms of a number are for versions before the struct's.</summary>
    private static IEnumerable<Problem> Forms(StructDescription type, string place) => type.Members.GroupBy(field => field.Name)
        .Where(forms => forms.Count() > 1 && (forms.Any(form => form.Shape is not Scalar)
            || forms.SkipLast(1).Any(form => form.Exists is not VersionIs { Relation: Relation.Below } until || until.Value > type.Version)))
        .Select(forms => new Problem($"{place}: the forms of '{forms.Key}' but the last need a test 'version < N'", forms.First()));

    private static IEnumerable<Assignment> Assignments(StructDescription type) =>
        type.BeforeLoad.Concat(type.AfterLoad).Select(hook => hook.Sets).OfType<Assignment>();

    /// <summary>What a struct asks, each in its own scope.</summary>
    private static IEnumerable<Condition> Conditions(StructDescription type) =>
        type.Fields.SelectMany(field => new[] { field.Exists, (field.Shape as Validated)?.Holds }).OfType<Condition>()
            .Concat(type.Subsections.Select(one => one.Needed))
            .Concat(type.BeforeSave.Concat(type.BeforeLoad).Concat(type.AfterLoad)
                .SelectMany(hook => new[] { hook.Requires, hook.Sets?.When }).OfType<Condition>());

    /// <summary>The members of a struct of which the value decides something: in a test, for a count, in a hook.</summary>
    internal static IEnumerable<string> Deciding(StructDescription type) => Conditions(type).SelectMany(one => one.Members)
        .Concat(Assignments(type).Select(set => set.From).OfType<string>())
        .Concat(type.Fields.Select(field => field.Shape).OfType<VariableArray>().Select(array => array.CountedBy));

    internal static IEnumerable<StructDescription> Structs(StructDescription type) => type.Fields.SelectMany(field => Structs(field.Shape))
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
