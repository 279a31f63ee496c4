namespace Migconf.Devices.Descriptions;

/// <summary>A field of a description. Two fields of one name are the same member, sent in two forms.</summary>
public sealed record Field(string Name, Shape Shape)
{
    /// <summary>Without <see cref="Exists"/>, present from this version of the struct on.</summary>
    public int Since { get; init; }

    /// <summary>Decides alone whether the field is present; it may read members that come earlier.</summary>
    public Condition? Exists { get; init; }

    /// <summary>What the value stands for, the same in every release, whatever the field is called: what must arrive. Empty for
    /// a struct that only groups. Without it, the name.</summary>
    public string? Stands { get; init; }

    /// <summary>The value after reset, which stays when nothing is loaded; for a guarded number, the receiver's own.</summary>
    public Int128 AtRest { get; init; }

    /// <summary>The smallest value a guest can bring about; without it, what the width allows.</summary>
    public Int128? Low { get; init; }

    /// <summary>The largest value a guest can bring about; without it, what the width allows.</summary>
    public Int128? High { get; init; }

    /// <summary>A property without which the guest cannot move the value from rest, nor fill a list, nor set a marked pointer.</summary>
    public string? OnlyWith { get; init; }

    public string Meaning => Stands ?? Name;

    /// <summary>It holds state: neither padding nor check.</summary>
    public bool IsMember => Shape is not (Unused or Validated);
}
