using Migconf.Devices.Descriptions;

namespace Migconf.Devices.State;

/// <summary>A number of a state, by what it stands for.</summary>
/// <param name="Key">What it stands for, the same in every release: <c>fifo[3]</c>.</param>
/// <param name="Path">Where it is in this release: <c>rx.fifo[3]</c>.</param>
/// <param name="Held">The number, or what is known of it.</param>
/// <param name="AtRest">Its value after reset.</param>
public sealed record Leaf(string Key, string Path, Value Held, Int128 AtRest);

/// <summary>The numbers of a state in the order of its description. The length of a list and the presence of a marked
/// pointer are numbers too: <c>requests#</c>, <c>queue[1]?</c>.</summary>
public static class Leaves
{
    public static IEnumerable<Leaf> Of(StructDescription type, Members state) => Struct(type, state, "", "");

    /// <summary>A key without indexes: what a field stands for.</summary>
    public static string Base(string key)
    {
        while (key.IndexOf('[', StringComparison.Ordinal) is var open and >= 0)
        {
            key = key.Remove(open, key.IndexOf(']', open) + 1 - open);
        }

        return key.TrimEnd('#', '?');
    }

    /// <summary>The key of what is in a struct that stands for something, or for nothing of its own.</summary>
    internal static string Within(string key, Field field) => field.Meaning.Length == 0 ? key : $"{key}{field.Meaning}";

    internal static string Inside(string key) => key.Length == 0 || key.EndsWith('.') ? key : $"{key}.";

    private static IEnumerable<Leaf> Struct(StructDescription type, Members state, string key, string path)
    {
        var names = type.Members.Select(field => field.Name).Distinct();
        return names.Select(name => type.Member(name)!).SelectMany(field =>
            Value(field, field.Shape, state.ByName[field.Name], Within(key, field), $"{path}{field.Name}"));
    }

    private static IEnumerable<Leaf> Value(Field field, Shape shape, Value value, string key, string path) => (shape, value) switch
    {
        (FixedArray array, Elements elements) => Each(field, array.Element, elements, key, path),
        (VariableArray array, Elements elements) => Each(field, array.Element, elements, key, path),
        (Nested nested, Members members) => Struct(nested.Type, members, Inside(key), $"{path}."),
        (PointerArray pointers, Elements elements) => elements.All.SelectMany((one, at) => Pointer(pointers, one, $"{key}[{at}]", $"{path}[{at}]")),
        (LinkedList list, Elements elements) => elements.All
            .SelectMany((one, at) => Struct(list.Type, (Members)one, $"{key}[{at}].", $"{path}[{at}]."))
            .Prepend(new Leaf($"{key}#", path, new Number(elements.All.Count), 0)),
        (Scalar, _) => [new Leaf(key, path, value, field.AtRest)],
        _ => [],
    };

    private static IEnumerable<Leaf> Each(Field field, Shape element, Elements elements, string key, string path) =>
        elements.All.SelectMany((one, at) => Value(field, element, one, $"{key}[{at}]", $"{path}[{at}]"));

    private static IEnumerable<Leaf> Pointer(PointerArray pointers, Value one, string key, string path)
    {
        var there = new Leaf($"{key}?", path, new Number(one is Null ? 0 : 1), 0);
        var below = one is Members members ? Struct(pointers.Type, members, $"{key}.", $"{path}.") : [];
        return pointers.IsMarked ? below.Prepend(there) : below;
    }
}
