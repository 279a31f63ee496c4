using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>How a load ends.</summary>
public enum Outcome
{
    /// <summary>It loads, and everything arrives.</summary>
    Loads,

    /// <summary>It is refused, or the source refuses to save.</summary>
    Refused,

    /// <summary>It loads, and something is wrong without anyone noticing.</summary>
    Wrong,
}

/// <summary>What will happen, and why.</summary>
/// <param name="Outcome">How the load ends.</param>
/// <param name="Error">What is refused; null when it loads.</param>
/// <param name="Key">The first number that arrives wrong; null when none does.</param>
/// <param name="Class">The id of the break class in <see cref="CompatCatalogue"/>; null when all is well.</param>
/// <param name="Field">The field that causes it.</param>
/// <param name="Reason">What happens at that field, with offset.</param>
public sealed record Prediction(Outcome Outcome, LoadError? Error, string? Key, string? Class, string? Field, string Reason)
{
    private readonly IReadOnlyList<string>? conditions;

    /// <summary>What must hold of the source's state; with none, any state will do.</summary>
    public IReadOnlyList<string> Conditions
    {
        get => conditions ?? ConditionList.Of(Asked);
        init => conditions = value;
    }

    /// <summary>Some condition holds only when data looks like a name or a footer.</summary>
    public bool IsRemote { get; init; }

    /// <summary>Where more is read than was sent, how the load ends in a stream in which other sections follow, whatever their bytes
    /// are; null when their bytes decide.</summary>
    public LoadError? Followed { get; init; }

    /// <summary>The bytes that come under other names; null where the break is another.</summary>
    internal Regrouping? Regrouped { get; init; }

    /// <summary>Keys of the numbers that the two sides take for different ones; what to leave out to look further.</summary>
    internal IReadOnlyList<string> Mistaken { get; init; } = [];

    /// <summary>The source sends unused bytes, all of them, where the receiver reads a number that the source does not know: no byte is
    /// missing, and only that number is wrong.</summary>
    internal bool IsBlank { get; init; }

    /// <summary>Every answer on the way.</summary>
    internal IReadOnlyList<(Question Question, bool Answer)> Asked { get; init; } = [];
}
