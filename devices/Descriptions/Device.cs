namespace Migconf.Devices.Descriptions;

/// <summary>A switch of a device, on for machine types of a release and newer, off for older ones: what an array such as
/// hw_compat_7_2 does (facts: wire-format, section 6).</summary>
/// <param name="OnSince">The oldest machine type it is on for; null is none.</param>
public sealed record Property(string Name, string? OnSince);

/// <summary>A name and an instance under which a section is found.</summary>
public sealed record SectionName(string Name, int Instance)
{
    public override string ToString() => $"{Name} {Instance}";
}

/// <summary>A device of one release: the description of its state, where it sits, and its properties.</summary>
public sealed record Device(StructDescription State)
{
    /// <summary>Where it is plugged in; empty for a device without place. Part of its section's name.</summary>
    public string Path { get; init; } = "";

    public int Instance { get; init; }

    /// <summary>Other names under which a section of it is accepted.</summary>
    public IReadOnlyList<SectionName> Aliases { get; init; } = [];

    public IReadOnlyList<Property> Properties { get; init; } = [];

    /// <summary>The name of its section.</summary>
    public SectionName Section => new(Path.Length == 0 ? State.Name : $"{Path}/{State.Name}", Instance);

    /// <summary>Whether a property is on when it is part of a machine type; one it does not have is off.</summary>
    public bool IsOn(string property, string machine) =>
        Properties.FirstOrDefault(one => one.Name == property) is { OnSince: { } since } && MachineTypes.IsAtLeast(machine, since);
}

/// <summary>The releases devices have a history over, and the machine types they brought, oldest first.</summary>
public static class MachineTypes
{
    public static readonly IReadOnlyList<string> All = ["5.2", "7.2", "10.0", "11.1", "next"];

    public static bool IsAtLeast(string machine, string other) => IndexOf(machine) >= IndexOf(other);

    /// <summary>The place in <see cref="All"/>; -1 for none.</summary>
    public static int IndexOf(string machine)
    {
        for (var at = 0; at < All.Count; at++)
        {
            if (All[at] == machine)
            {
                return at;
            }
        }

        return -1;
    }
}
