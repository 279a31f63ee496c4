using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Generation;

/// <summary>States a guest can bring a device to, with a liking for bytes that look like framing.</summary>
internal sealed class StateMaker(Dice dice, Device device, string machine)
{
    private static readonly int[] Likely = [0, 1, 2, 3, 4, 5, 0x30, 0x31, 0x73, 0x7e, 0x80, 0xff, 0x050273, 0x05027300];

    internal Members Make() => Rest.Fit(Struct(device.State), new Reach(device, machine));

    private Members Struct(StructDescription type) => new(type.Members.Select(field => field.Name).Distinct()
        .Select(name => type.Member(name)!)
        .ToDictionary(field => field.Name, field => Value(type, field, field.Shape)));

    private Value Value(StructDescription type, Field field, Shape shape) => shape switch
    {
        Scalar => Number(type, field),
        FixedArray array => Repeat(array.Count, () => Value(type, field, array.Element)),
        VariableArray array => Repeat(array.Capacity, () => Value(type, field, array.Element)),
        Nested nested => Struct(nested.Type),
        PointerArray pointers => Repeat(pointers.Present.Count, () => dice.Chance(50) ? Struct(pointers.Type) : Null.Instance),
        LinkedList list => Repeat(dice.Roll(list.Longest + 1), () => Struct(list.Type)),
        _ => Null.Instance,
    };

    private static Elements Repeat(int count, Func<Value> make) => new([.. Enumerable.Range(0, count).Select(_ => make())]);

    private Number Number(StructDescription type, Field field)
    {
        var (low, high) = new Reach(device, machine).Of(type, field);
        return new(dice.Roll(10) switch
        {
            < 4 => field.AtRest,
            < 8 => Int128.Clamp(dice.Pick(Likely), low, high),
            _ => dice.Between(low, high),
        });
    }
}
