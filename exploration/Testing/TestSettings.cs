namespace Exploration.Testing;

/// <summary>How a program is tested.</summary>
public sealed record TestSettings
{
    /// <summary>Draws the executions of <see cref="ConcurrencyTest.Sample"/>.</summary>
    public Sampler Sampler { get; init; } = Samplers.Portfolio;

    /// <summary>The most executions.</summary>
    public long Executions { get; init; } = 10_000;

    /// <summary>The most operations of one execution.</summary>
    public int StepLimit { get; init; } = 20_000;

    public ulong Seed { get; init; } = 1;

    /// <summary>Threads of the machine to use; what is found does not depend on it.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Whether the report says what was seen of what there is; it halves the speed.</summary>
    public bool MeasuresCoverage { get; init; }

    /// <summary>Whether a failing schedule is made small before it is reported.</summary>
    public bool Shrinks { get; init; } = true;
}
