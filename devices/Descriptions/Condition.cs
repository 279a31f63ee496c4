namespace Migconf.Devices.Descriptions;

/// <summary>How two numbers compare.</summary>
public enum Relation
{
    Equal,
    NotEqual,
    Below,
    AtLeast,
}

/// <summary>What a <c>needed</c>, a field test, a check or a hook asks: of members of its struct, of properties of the
/// device, of the version that is loaded or saved.</summary>
public abstract record Condition
{
    /// <summary>Whether it holds.</summary>
    /// <param name="compare">How a member of the struct compares with a number.</param>
    /// <param name="property">Whether a property of the device is on.</param>
    /// <param name="version">The version of the struct that is being loaded or saved.</param>
    public abstract bool Holds(Func<string, Relation, Int128, bool> compare, Func<string, bool> property, int version);

    /// <summary>The members it reads.</summary>
    public virtual IEnumerable<string> Members => [];

    /// <summary>The properties it reads.</summary>
    public virtual IEnumerable<string> Properties => [];

    public static bool Compare(Int128 left, Relation relation, Int128 right) => relation switch
    {
        Relation.Equal => left == right,
        Relation.NotEqual => left != right,
        Relation.Below => left < right,
        _ => left >= right,
    };

    internal static string Sign(Relation relation) => relation switch
    {
        Relation.Equal => "=",
        Relation.NotEqual => "!=",
        Relation.Below => "<",
        _ => ">=",
    };
}

/// <summary>A member compares with a number.</summary>
public sealed record MemberIs(string Member, Relation Relation, Int128 Value) : Condition
{
    public override IEnumerable<string> Members => [Member];

    public override bool Holds(Func<string, Relation, Int128, bool> compare, Func<string, bool> property, int version) =>
        compare(Member, Relation, Value);

    public override string ToString() => $"{Member} {Sign(Relation)} {Value}";
}

/// <summary>A property of the device is on.</summary>
public sealed record PropertyIsOn(string Property) : Condition
{
    public override IEnumerable<string> Properties => [Property];

    public override bool Holds(Func<string, Relation, Int128, bool> compare, Func<string, bool> property, int version) => property(Property);

    public override string ToString() => $"property {Property}";
}

/// <summary>The version that is loaded or saved compares with a number.</summary>
public sealed record VersionIs(Relation Relation, int Value) : Condition
{
    public override bool Holds(Func<string, Relation, Int128, bool> compare, Func<string, bool> property, int version) =>
        Compare(version, Relation, Value);

    public override string ToString() => $"version {Sign(Relation)} {Value}";
}

/// <summary>All hold; with none, always.</summary>
public sealed record AllOf(params IReadOnlyList<Condition> Parts) : Condition
{
    public override IEnumerable<string> Members => Parts.SelectMany(part => part.Members);

    public override IEnumerable<string> Properties => Parts.SelectMany(part => part.Properties);

    public override bool Holds(Func<string, Relation, Int128, bool> compare, Func<string, bool> property, int version) =>
        Parts.All(part => part.Holds(compare, property, version));

    public override string ToString() => Parts.Count == 0 ? "always" : string.Join(" and ", Parts);
}

/// <summary>At least one holds; with none, never.</summary>
public sealed record AnyOf(params IReadOnlyList<Condition> Parts) : Condition
{
    public override IEnumerable<string> Members => Parts.SelectMany(part => part.Members);

    public override IEnumerable<string> Properties => Parts.SelectMany(part => part.Properties);

    public override bool Holds(Func<string, Relation, Int128, bool> compare, Func<string, bool> property, int version) =>
        Parts.Any(part => part.Holds(compare, property, version));

    public override string ToString() => Parts.Count == 0 ? "never" : $"({string.Join(" or ", Parts)})";
}
