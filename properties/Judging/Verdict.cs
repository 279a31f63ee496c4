using Exploration.Schedules;

namespace Migconf.Properties.Judging;

public enum VerdictKind
{
    /// <summary>An interleaving of the reference explains the recording.</summary>
    Conforms,

    /// <summary>Only the reference with known deviations explains it.</summary>
    KnownDeviation,

    /// <summary>No interleaving explains it.</summary>
    Nonconforming,

    /// <summary>The budget was spent, or the recording does not carry a verdict.</summary>
    Inconclusive,

    /// <summary>The recording does not follow its own scenario.</summary>
    Damaged,
}

/// <summary>What the judge found.</summary>
public sealed record Verdict(VerdictKind Kind)
{
    /// <summary>Observations of the longest explained prefix, and of the recording.</summary>
    public int Explained { get; init; }

    public int Observed { get; init; }

    /// <summary>The interleaving that explains the recording.</summary>
    public Schedule? Witness { get; init; }

    /// <summary>Deviations without which it is not explained.</summary>
    public IReadOnlyList<string> KnownAs { get; init; } = [];

    /// <summary>What the reference could have shown at the end of the longest explained prefix.</summary>
    public IReadOnlyList<string> Frontier { get; init; } = [];

    /// <summary>What was seen there.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    public string Note { get; init; } = "";

    public long Executions { get; init; }

    /// <summary>Observations and acts of the longest explained prefix: how near it came.</summary>
    internal int Furthest { get; init; } = -1;
}
