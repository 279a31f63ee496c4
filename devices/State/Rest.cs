using Migconf.Devices.Descriptions;

namespace Migconf.Devices.State;

/// <summary>The state after reset, and other states made to fit a description.</summary>
public static class Rest
{
    /// <summary>The state a device has before anything is loaded.</summary>
    public static Members Of(StructDescription type)
    {
        var members = new Members([]);
        foreach (var name in type.Members.Select(field => field.Name).Distinct())
        {
            var field = type.Member(name)!;
            members.ByName[name] = Of(field.Shape, field.AtRest, type, isLoaded: false);
        }

        return members;
    }

    /// <summary>A value at rest. A pointer that marks make stays null until something is loaded.</summary>
    internal static Value Of(Shape shape, Int128 atRest, StructDescription type, bool isLoaded) => shape switch
    {
        Scalar => new Number(atRest),
        FixedArray array => new Elements([.. Enumerable.Range(0, array.Count).Select(_ => Of(array.Element, atRest, type, isLoaded))]),
        VariableArray array => new Elements([.. Enumerable.Range(0, (int)Int128.Clamp(type.Member(array.CountedBy)?.AtRest ?? 0, 0, array.Capacity))
            .Select(_ => Of(array.Element, atRest, type, isLoaded))]),
        Nested nested => Of(nested.Type),
        PointerArray pointers => new Elements([.. pointers.Present.Select(Value (isThere) =>
            isThere && !pointers.IsMarked ? Of(pointers.Type) : Null.Instance)]),
        LinkedList => new Elements([]),
        _ => new Number(0),
    };

    /// <summary>A state that a machine of this type can be in, as much like another as the description allows: what is missing or
    /// out of reach is at rest.</summary>
    public static Members Fit(Members wanted, Reach reach) => Fit(wanted, reach, reach.Device.State);

    private static Members Fit(Members wanted, Reach reach, StructDescription type)
    {
        var members = new Members([]);
        foreach (var name in type.Members.Select(field => field.Name).Distinct())
        {
            var field = type.Member(name)!;
            members.ByName[name] = Fit(wanted.ByName.GetValueOrDefault(name), field.Shape, field, reach, type, members);
        }

        return members;
    }

    private static Value Fit(Value? wanted, Shape shape, Field field, Reach reach, StructDescription type, Members before)
    {
        var elements = (wanted as Elements)?.All ?? [];
        List<Value> Repeat(int count, Shape element) => [.. Enumerable.Range(0, count)
            .Select(at => Fit(elements.ElementAtOrDefault(at), element, field, reach, type, before))];
        return shape switch
        {
            Scalar => FitNumber(wanted, field, reach.Of(type, field)),
            FixedArray array => new Elements(Repeat(array.Count, array.Element)),
            VariableArray array => new Elements(Repeat((int)Int128.Max(0, before[array.CountedBy]), array.Element)),
            Nested nested => Fit(wanted as Members ?? new([]), reach, nested.Type),
            PointerArray pointers => new Elements([.. pointers.Present.Select(Value (isThere, at) =>
                isThere && (!pointers.IsMarked || (!reach.IsHeld(field) && elements.ElementAtOrDefault(at) is Members))
                    ? Fit(elements.ElementAtOrDefault(at) as Members ?? new([]), reach, pointers.Type)
                    : Null.Instance)]),
            LinkedList list => new Elements([.. elements.OfType<Members>().Take(reach.IsHeld(field) ? 0 : list.Longest).Select(one => Fit(one, reach, list.Type))]),
            _ => new Number(0),
        };
    }

    private static Number FitNumber(Value? wanted, Field field, (Int128 Low, Int128 High) range) =>
        wanted is Number number && number.Amount >= range.Low && number.Amount <= range.High ? number
        : new Number(Int128.Clamp(field.AtRest, range.Low, range.High));
}
