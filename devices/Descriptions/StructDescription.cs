namespace Migconf.Devices.Descriptions;

/// <summary>What a hook does after a load, in order: sets members, then demands something. It sees the loaded values.</summary>
/// <param name="Text">What it is for, in a line.</param>
public sealed record Hook(string Text)
{
    /// <summary>The load (or save) fails unless this holds.</summary>
    public Condition? Requires { get; init; }

    /// <summary>A member that is set.</summary>
    public Assignment? Sets { get; init; }
}

/// <summary>A member set by a hook: to a number, or to the value of another member.</summary>
/// <param name="When">Only then; null is always.</param>
public sealed record Assignment(string Member, Int128 Value, string? From = null, Condition? When = null);

/// <summary>A part that is sent only when needed, after the fields of its parent, with a name and a version of its own.
/// Its members are members of the parent.</summary>
public sealed record Subsection(StructDescription Type, Condition Needed);

/// <summary>The description of a struct of device state (a VMSD): its fields in the order of the wire, then its
/// subsections (facts: wire-format, section 4).</summary>
/// <param name="Name">On the wire for a device and a subsection; a subsection's begins with its parent's.</param>
public sealed record StructDescription(string Name)
{
    /// <summary>The newest version it loads, and the one it saves.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The oldest version it loads.</summary>
    public int MinimumVersion { get; init; }

    public IReadOnlyList<Field> Fields { get; init; } = [];

    public IReadOnlyList<Subsection> Subsections { get; init; } = [];

    /// <summary>Run before a save; only what they require counts.</summary>
    public IReadOnlyList<Hook> BeforeSave { get; init; } = [];

    /// <summary>Run before the fields are loaded: defaults for what may not come.</summary>
    public IReadOnlyList<Hook> BeforeLoad { get; init; } = [];

    /// <summary>Run after fields and subsections are loaded.</summary>
    public IReadOnlyList<Hook> AfterLoad { get; init; } = [];

    /// <summary>Every field that describes a member of this struct: its own, and those of its subsections.</summary>
    public IEnumerable<Field> Members => Fields.Where(one => one.IsMember)
        .Concat(Subsections.SelectMany(subsection => subsection.Type.Members));

    /// <summary>The field that describes a member: the last of its name, since earlier ones are for older versions.</summary>
    public Field? Member(string name) => Members.LastOrDefault(one => one.Name == name);
}
