using Migconf.Devices.Descriptions;

namespace Migconf.Devices.State;

/// <summary>Which states a guest can bring a device of a machine type to.</summary>
public sealed record Reach(Device Device, string Machine)
{
    /// <summary>The smallest and the largest value of the numbers of a member.</summary>
    public (Int128 Low, Int128 High) Of(StructDescription type, Field field)
    {
        var scalar = Innermost(field.Shape);
        if (scalar is null or { Guard: Guard.Equal } || IsHeld(field))
        {
            return (field.AtRest, field.AtRest);
        }

        var (low, high) = (field.Low ?? scalar.Lowest, field.High ?? scalar.Highest);
        (low, high) = scalar.Guard == Guard.AtMost ? (0, field.AtRest) : (low, high);
        foreach (var array in type.Members.Select(one => one.Shape).OfType<VariableArray>().Where(array => array.CountedBy == field.Name))
        {
            (low, high) = (Int128.Max(low, 0), Int128.Min(high, array.Capacity));
        }

        return (low, high);
    }

    /// <summary>The member stays at rest since its property is off: numbers as they are after reset, lists empty, marked pointers null.</summary>
    public bool IsHeld(Field field) => field.OnlyWith is { } gate && !Device.IsOn(gate, Machine);

    /// <summary>The numbers a shape is made of, when it is made of numbers only.</summary>
    public static Scalar? Innermost(Shape shape) => shape switch
    {
        Scalar scalar => scalar,
        FixedArray array => Innermost(array.Element),
        VariableArray array => Innermost(array.Element),
        _ => null,
    };
}
