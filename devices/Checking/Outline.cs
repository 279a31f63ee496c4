using System.Runtime.CompilerServices;
using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Checking;

/// <summary>What the numbers of a description stand for, without indexes.</summary>
internal static class Outline
{
    private static readonly ConditionalWeakTable<StructDescription, HashSet<string>> Known = [];

    /// <summary>Of a whole device.</summary>
    internal static HashSet<string> Of(Device device) => Known.GetValue(device.State, state => Of(state, ""));

    internal static HashSet<string> Of(StructDescription type, string key) =>
        [.. type.Members.SelectMany(field => Of(field, Leaves.Within(key, field)))];

    /// <summary>What the numbers below a field stand for.</summary>
    internal static IEnumerable<string> Of(Field field, string key) => Of(field.Shape, key);

    private static IEnumerable<string> Of(Shape shape, string key) => shape switch
    {
        Scalar => [Leaves.Base(key)],
        FixedArray array => Of(array.Element, $"{key}"),
        VariableArray array => Of(array.Element, key),
        Nested nested => Of(nested.Type, Leaves.Inside(key)),
        PointerArray pointers => Of(pointers.Type, $"{key}.").Append(key),
        LinkedList list => Of(list.Type, $"{key}.").Append(key),
        _ => [],
    };
}
