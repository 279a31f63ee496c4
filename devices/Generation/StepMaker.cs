using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Generation;

/// <summary>What a developer does to a description from one release to the next.</summary>
internal enum StepKind
{
    AddField,
    AddFieldWithVersion,
    AddFieldNested,
    AddSubsection,
    AddGatedSubsection,
    DropField,
    DropFieldToUnused,
    Widen,
    WidenWithVersion,
    ChangeSign,
    Rename,
    RenameUnsaid,
    Split,
    Reparent,
    ReparentWithAlias,
    Nest,
    Swap,
    MoveToSubsection,
    RaiseVersion,
    RaiseMinimum,
    ChangeLength,
    ChangeDefault,
    AddCheck,
    AddHook,
    AddTest,
    RenameStruct,
    RenameSubsection,
    RaiseSubsection,
    ChangePointers,
    ChangeRest,
}

/// <summary>Makes random steps. A step that does not apply leaves the device as it is.</summary>
internal sealed class StepMaker(Dice dice, DeviceMaker maker)
{
    private static readonly StepKind[] Kinds = Enum.GetValues<StepKind>();

    /// <summary>The device after a step of any kind that keeps it meaningful, and the kind.</summary>
    internal (StepKind Kind, Device Device) Any(Device device)
    {
        while (true)
        {
            var kind = dice.Pick(Kinds);
            var changed = Apply(kind, device);
            if (!ReferenceEquals(changed, device) && DescriptionRules.Problems(changed).Count == 0)
            {
                return (kind, changed);
            }
        }
    }

    internal Device Apply(StepKind kind, Device device)
    {
        var state = device.State;
        return kind switch
        {
            StepKind.AddFieldNested => NestedOf(state) is { Count: > 0 } nested ? With(device, dice.Pick(nested), AddField) : device,
            StepKind.Reparent => device with { Path = device.Path.Length == 0 ? "00:05.0" : "" },
            StepKind.ReparentWithAlias => device with { Path = "00:06.0", Aliases = [.. device.Aliases, device.Section] },
            StepKind.ChangeDefault => device with { Properties = [.. device.Properties.Select(one => one with { OnSince = dice.Pick(MachineTypes.All) })] },
            StepKind.RaiseVersion => device with { State = state with { Version = state.Version + 1 } },
            StepKind.RaiseMinimum => device with { State = state with { Version = state.Version + 1, MinimumVersion = state.Version + 1 } },
            StepKind.AddFieldWithVersion => device with
            {
                State = state with { Version = state.Version + 1, Fields = [.. state.Fields, maker.Number() with { Since = state.Version + 1 }] },
            },
            StepKind.RenameStruct => With(device, dice.Roll(StructEdits.Count(state)), type => type with { Name = $"{type.Name}x" }),
            _ => With(device, dice.Chance(60) ? 0 : dice.Roll(StructEdits.Count(state)), type => Change(kind, type)),
        };
    }

    private static Device With(Device device, int at, Func<StructDescription, StructDescription> edit) =>
        device with { State = StructEdits.At(device.State, at, edit) };

    /// <summary>Numbers of the structs that no subsection and no section is.</summary>
    private static List<int> NestedOf(StructDescription state)
    {
        var nested = new List<int>();
        var at = 0;
        _ = StructEdits.Visit(state, type =>
        {
            if (at > 0 && !type.Name.Contains('/', StringComparison.Ordinal))
            {
                nested.Add(at);
            }

            at++;
            return type;
        });
        return nested;
    }

    private StructDescription AddField(StructDescription type) =>
        type with { Fields = StructEdits.Inserted(type.Fields, dice.Roll(type.Fields.Count + 1), [.. maker.Some(1)]) };

    private StructDescription Change(StepKind kind, StructDescription type) => kind switch
    {
        StepKind.AddField => AddField(type),
        StepKind.AddSubsection or StepKind.AddGatedSubsection => type with { Subsections = [.. type.Subsections, Part(kind, type)] },
        StepKind.AddCheck => Checked(type),
        StepKind.AddHook => type with { AfterLoad = [.. type.AfterLoad, maker.Hook(type)] },
        StepKind.RenameSubsection or StepKind.RaiseSubsection when type.Subsections.Count > 0 => ChangeSubsection(kind, type),
        _ when type.Fields.Count > 0 => ChangeField(kind, type, dice.Roll(type.Fields.Count)),
        _ => type,
    };

    private Subsection Part(StepKind kind, StructDescription type)
    {
        var part = maker.Part(type, 1);
        return kind == StepKind.AddSubsection ? part : part with
        {
            Type = StructEdits.Visit(part.Type, one => one with
            {
                Fields = [.. one.Fields.Select(field => field.IsMember ? field with { OnlyWith = DeviceMaker.Gate } : field)],
            }),
            Needed = new AllOf(new PropertyIsOn(DeviceMaker.Gate), part.Needed),
        };
    }

    private StructDescription Checked(StructDescription type) =>
        type.Fields.Where(field => field.Shape is Scalar).Select(field => field.Name).ToList() is { Count: > 0 } numbers
            ? type with { Fields = [.. type.Fields, new(maker.Name(), new Validated(new MemberIs(dice.Pick(numbers), Relation.Below, 4)))] }
            : type;

    private StructDescription ChangeSubsection(StepKind kind, StructDescription type)
    {
        var at = dice.Roll(type.Subsections.Count);
        var part = type.Subsections[at].Type;
        var changed = kind == StepKind.RaiseSubsection
            ? part with { Version = part.Version + 1, MinimumVersion = dice.Chance(50) ? part.Version + 1 : part.MinimumVersion }
            : part with { Name = dice.Chance(50) ? $"{part.Name}x" : $"x{part.Name}" };
        return type with { Subsections = StructEdits.Replaced(type.Subsections, at, type.Subsections[at] with { Type = changed }) };
    }

    private StructDescription ChangeField(StepKind kind, StructDescription type, int at)
    {
        var field = type.Fields[at];
        var fields = type.Fields;
        return (kind, field.Shape) switch
        {
            (StepKind.DropField, _) => type with { Fields = StructEdits.Replaced(fields, at) },
            (StepKind.DropFieldToUnused, Scalar scalar) => Put(new Field(maker.Name(), new Unused(scalar.Width))),
            (StepKind.Widen, Scalar { Width: < 8, IsBool: false } scalar) => Put(field with { Shape = scalar with { Width = scalar.Width * 2 } }),
            (StepKind.WidenWithVersion, Scalar { Width: < 8, IsBool: false } scalar) => type with
            {
                Version = type.Version + 1,
                Fields = StructEdits.Replaced(
                    fields,
                    at,
                    field with { Exists = new VersionIs(Relation.Below, type.Version + 1) },
                    field with { Shape = scalar with { Width = scalar.Width * 2 }, Since = type.Version + 1 }),
            },
            (StepKind.ChangeSign, Scalar { IsBool: false } scalar) => Put(field with { Shape = scalar with { IsSigned = !scalar.IsSigned } }),
            (StepKind.Rename, Scalar) when !IsRead(type, field.Name) => Put(field with { Name = maker.Name(), Stands = field.Meaning }),
            (StepKind.RenameUnsaid, Scalar) when !IsRead(type, field.Name) => Put(field with { Name = maker.Name(), Stands = null }),
            (StepKind.Split, Scalar { Width: > 1, Guard: Guard.None } scalar) when !IsRead(type, field.Name) => type with
            {
                Fields = StructEdits.Replaced(fields, at, Half(field, scalar, 4 * scalar.Width), Half(field, scalar, 0)),
            },
            (StepKind.Nest, Scalar) when !IsRead(type, field.Name) => Put(
                new Field(maker.Name(), new Nested(new StructDescription(maker.StructName()) { Fields = [field] })) { Stands = "" }),
            (StepKind.Swap, _) when at > 0 => type with { Fields = [.. fields.Take(at - 1), field, fields[at - 1], .. fields.Skip(at + 1)] },
            (StepKind.MoveToSubsection, Scalar) when !IsRead(type, field.Name) => type with
            {
                Fields = StructEdits.Replaced(fields, at),
                Subsections =
                [
                    .. type.Subsections,
                    new(new StructDescription($"{type.Name}/{maker.Name()}") { Fields = [field] }, new MemberIs(field.Name, Relation.NotEqual, field.AtRest)),
                ],
            },
            (StepKind.ChangeLength, FixedArray array) => Put(field with { Shape = array with { Count = 1 + dice.Roll(4) } }),
            (StepKind.ChangeLength, VariableArray array) => Put(field with { Shape = array with { Capacity = 1 + dice.Roll(4) } }),
            (StepKind.AddTest, not Validated) => Put(field with { Exists = Test(type, at) }),
            (StepKind.ChangePointers, PointerArray pointers) => Put(field with
            {
                Shape = dice.Chance(50) ? pointers with { IsMarked = !pointers.IsMarked } : pointers with { Present = [.. pointers.Present.Select(one => !one)] },
            }),
            (StepKind.ChangeRest, Scalar scalar) => Put(field with { AtRest = Int128.Clamp(field.AtRest + 1, scalar.Lowest, scalar.Highest) }),
            _ => type,
        };

        StructDescription Put(Field other) => type with { Fields = StructEdits.Replaced(fields, at, other) };
    }

    /// <summary>Half of a number, under a name of its own.</summary>
    private Field Half(Field whole, Scalar scalar, int shift) => whole with
    {
        Name = maker.Name(),
        Stands = null,
        Shape = new Scalar(scalar.Width / 2),
        AtRest = (whole.AtRest >> shift) & ((Int128.One << (4 * scalar.Width)) - 1),
        Low = null,
        High = null,
    };

    private Condition Test(StructDescription type, int at)
    {
        var before = type.Fields.Take(at).Where(field => field.Shape is Scalar).ToList();
        return before.Count == 0 || dice.Chance(30) ? new PropertyIsOn(DeviceMaker.Gate) : new MemberIs(dice.Pick(before).Name, Relation.NotEqual, 0);
    }

    /// <summary>A condition, a hook or an array reads the member by its name.</summary>
    private static bool IsRead(StructDescription type, string name) =>
        type.Fields.Any(field => (field.Exists?.Members.Contains(name) ?? false) || (field.Shape is VariableArray array && array.CountedBy == name)
            || (field.Shape is Validated check && check.Holds.Members.Contains(name)))
        || type.Subsections.Any(one => one.Needed.Members.Contains(name))
        || type.BeforeLoad.Concat(type.AfterLoad).Concat(type.BeforeSave).Any(hook =>
            (hook.Requires?.Members.Contains(name) ?? false) || hook.Sets?.Member == name || hook.Sets?.From == name
            || (hook.Sets?.When?.Members.Contains(name) ?? false))
        || type.Members.Count(field => field.Name == name) > 1;
}
