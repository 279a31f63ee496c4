namespace Migconf.Devices.State;

/// <summary>The state of a device: a tree of numbers.</summary>
public abstract record Value;

/// <summary>A number or a bool (0 or 1).</summary>
public sealed record Number(Int128 Amount) : Value
{
    public override string ToString() => $"{Amount}";
}

/// <summary>The elements of an array, a list or pointers, in order.</summary>
public sealed record Elements(List<Value> All) : Value
{
    public override string ToString() => $"[{string.Join(", ", All)}]";
}

/// <summary>The members of a struct, those of its subsections among them.</summary>
public sealed record Members(Dictionary<string, Value> ByName) : Value
{
    /// <summary>The amount of a member; 0 for one that is no number.</summary>
    public Int128 this[string name] => ByName.GetValueOrDefault(name) is Number number ? number.Amount : 0;

    public override string ToString() => $"{{ {string.Join(", ", ByName.Select(one => $"{one.Key}: {one.Value}"))} }}";
}

/// <summary>A pointer to nothing.</summary>
public sealed record Null : Value
{
    public static readonly Null Instance = new();

    public override string ToString() => "null";
}
