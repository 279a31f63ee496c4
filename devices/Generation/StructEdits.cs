using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Generation;

/// <summary>Descriptions changed at one place.</summary>
internal static class StructEdits
{
    /// <summary>The structs of a description, itself first, subsections among them.</summary>
    internal static int Count(StructDescription type)
    {
        var count = 0;
        _ = Visit(type, one =>
        {
            count++;
            return one;
        });
        return count;
    }

    /// <summary>The description with the struct of this number changed; numbers as <see cref="Count"/> goes through them.</summary>
    internal static StructDescription At(StructDescription type, int wanted, Func<StructDescription, StructDescription> edit)
    {
        var at = 0;
        return Visit(type, one => at++ == wanted ? edit(one) : one);
    }

    /// <summary>The description with every struct changed, parents before what is in them.</summary>
    internal static StructDescription Visit(StructDescription type, Func<StructDescription, StructDescription> edit)
    {
        var changed = edit(type);
        return changed with
        {
            Fields = [.. changed.Fields.Select(field => field with { Shape = Visit(field.Shape, edit) })],
            Subsections = [.. changed.Subsections.Select(one => one with { Type = Visit(one.Type, edit) })],
        };
    }

    internal static T[] Replaced<T>(IReadOnlyList<T> list, int at, params T[] with) => [.. list.Take(at), .. with, .. list.Skip(at + 1)];

    internal static T[] Inserted<T>(IReadOnlyList<T> list, int at, params T[] what) => [.. list.Take(at), .. what, .. list.Skip(at)];

    private static Shape Visit(Shape shape, Func<StructDescription, StructDescription> edit) => shape switch
    {
        FixedArray array => array with { Element = Visit(array.Element, edit) },
        VariableArray array => array with { Element = Visit(array.Element, edit) },
        Nested nested => new Nested(Visit(nested.Type, edit)),
        PointerArray pointers => pointers with { Type = Visit(pointers.Type, edit) },
        LinkedList list => list with { Type = Visit(list.Type, edit) },
        _ => shape,
    };
}
