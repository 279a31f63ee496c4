using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Generation;

/// <summary>Small random devices that use every shape.</summary>
/// <param name="areNamesClear">Each struct has a name of its own; else all have the same short one, so that data may look like a name,
/// and a nested struct takes its parent's subsection for its own.</param>
internal sealed class DeviceMaker(Dice dice, bool areNamesClear = false)
{
    private static readonly int[] Widths = [1, 1, 2, 4, 8];
    private int named;

    internal const string Gate = "gate";

    internal Device Device()
    {
        var properties = new[] { new Property(Gate, dice.Chance(20) ? null : dice.Pick(MachineTypes.All)) };
        return new Device(Struct("s", 1 + dice.Roll(4), depth: 0))
        {
            Path = dice.Chance(30) ? "00:04.0" : "",
            Properties = properties,
        };
    }

    internal string Name() => $"f{named++}";

    internal string StructName() => areNamesClear ? $"t{(char)('a' + (named++ % 26))}" : "s";

    internal StructDescription Struct(string name, int fields, int depth)
    {
        var version = dice.Roll(3);
        var made = new List<Field>();
        for (var at = 0; at < fields; at++)
        {
            made.AddRange(Some(depth));
        }

        var type = new StructDescription(name) { Version = version, MinimumVersion = dice.Roll(version + 1), Fields = made };
        while (dice.Chance(depth == 0 ? 35 : 12))
        {
            type = type with { Subsections = [.. type.Subsections, Part(type, depth)] };
        }

        return dice.Chance(85) ? type : type with { AfterLoad = [Hook(type)] };
    }

    /// <summary>A field, with the count before it where it needs one.</summary>
    internal IEnumerable<Field> Some(int depth) => dice.Roll(100) switch
    {
        < 55 => [Number()],
        < 63 => [new(Name(), new FixedArray(dice.Chance(60) ? Scalar.Byte : Simple(), 1 + dice.Roll(3))) { OnlyWith = OnlyWith() }],
        < 73 => Counted(depth),
        < 82 when depth < 2 => [new(Name(), new Nested(Struct(StructName(), 1 + dice.Roll(2), depth + 1)))],
        < 86 when depth < 2 => [Pointers(depth)],
        < 90 when depth < 2 => [List(depth)],
        < 95 => [new(Name(), new Unused(1 + dice.Roll(3)))],
        _ => Checked(),
    };

    internal Field Number()
    {
        var scalar = Simple();
        var rest = dice.Chance(70) ? 0 : Int128.Clamp(dice.Roll(7), scalar.Lowest, scalar.Highest);
        return new Field(Name(), scalar) { AtRest = rest, OnlyWith = OnlyWith(), High = dice.Chance(20) ? Int128.Min(scalar.Highest, rest + 9) : null };
    }

    internal Scalar Simple() => dice.Chance(15) ? new Scalar(1, IsBool: true) : new Scalar(dice.Pick(Widths), IsSigned: dice.Chance(25))
    {
        Guard = dice.Chance(4) ? Guard.Equal : dice.Chance(4) ? Guard.AtMost : Guard.None,
    };

    /// <summary>A subsection, mostly needed as it should be.</summary>
    internal Subsection Part(StructDescription parent, int depth)
    {
        var number = Number() with { OnlyWith = dice.Chance(60) ? Gate : null };
        var type = Struct($"{parent.Name}/{(char)('a' + parent.Subsections.Count)}", dice.Roll(2), depth + 1);
        type = type with { Fields = [number, .. type.Fields] };
        var moved = new MemberIs(number.Name, Relation.NotEqual, number.AtRest);
        return new(type, dice.Roll(5) switch
        {
            0 => new PropertyIsOn(Gate),
            1 => new AllOf(),
            2 => new AllOf(new PropertyIsOn(Gate), moved),
            _ => moved,
        });
    }

    internal Hook Hook(StructDescription type)
    {
        var numbers = type.Members.Where(field => field.Shape is Scalar).ToList();
        if (numbers.Count == 0)
        {
            return new("does nothing");
        }

        var (one, other) = (dice.Pick(numbers), dice.Pick(numbers));
        return dice.Chance(50)
            ? new("demands") { Requires = new AnyOf(new MemberIs(one.Name, Relation.Below, 6), new MemberIs(other.Name, Relation.Equal, other.AtRest)) }
            : new("derives") { Sets = new(one.Name, one.AtRest, dice.Chance(40) ? other.Name : null, new MemberIs(other.Name, Relation.AtLeast, 3)) };
    }

    private string? OnlyWith() => dice.Chance(15) ? Gate : null;

    private IEnumerable<Field> Counted(int depth)
    {
        var count = new Field(Name(), new Scalar(dice.Pick([1, 2, 4]), IsSigned: dice.Chance(30)));
        Shape element = depth < 2 && dice.Chance(25) ? new Nested(Struct(StructName(), 1, depth + 1)) : dice.Chance(60) ? Scalar.Byte : Simple();
        return [count, new(Name(), new VariableArray(element, count.Name, 1 + dice.Roll(3)))];
    }

    private Field Pointers(int depth)
    {
        var (name, type) = (Name(), Struct(StructName(), 1, depth + 1));
        return new(name, new PointerArray(type, [.. Enumerable.Range(0, 1 + dice.Roll(2)).Select(_ => dice.Chance(60))], dice.Chance(50)));
    }

    private Field List(int depth)
    {
        var type = Struct(StructName(), 1, depth + 1);
        return new(Name(), new LinkedList(type, dice.Roll(3))) { Since = dice.Chance(85) ? type.Version : 0 };
    }

    private IEnumerable<Field> Checked()
    {
        var number = Number();
        number = number with { High = dice.Chance(70) ? Int128.Min(((Scalar)number.Shape).Highest, number.AtRest + 4) : number.High };
        return [number, new(Name(), new Validated(new MemberIs(number.Name, Relation.Below, number.AtRest + 5)))];
    }
}
