using Exploration.Primitives;

namespace Exploration;

/// <summary>How an execution ended.</summary>
public enum OutcomeKind
{
    /// <summary>Every thread ended, or only daemons wait.</summary>
    Completed,

    /// <summary>A thread that is no daemon can never go on.</summary>
    Deadlock,

    /// <summary>The program has ended, and a thread that it started and did not wait for can never go on.</summary>
    Leak,

    /// <summary>The same decisions led to other operations: the program depends on something the world does not control.</summary>
    Nondeterministic,

    /// <summary>A thread or an invariant threw.</summary>
    Failed,

    /// <summary>Two accesses to a plain field that nothing orders.</summary>
    DataRace,

    /// <summary>An object was used as no real one allows, or something was awaited that the world does not control.</summary>
    Misuse,

    /// <summary>Something that had to happen never did: a monitor was hot at the end, or for all of a long, fair execution.</summary>
    Livelock,

    /// <summary>The strategy has seen this state before, or wants no more.</summary>
    Pruned,

    /// <summary>The execution was longer than allowed, and no monitor says that this is wrong.</summary>
    StepLimit,
}

public sealed record Outcome(OutcomeKind Kind, string Message)
{
    internal static readonly Outcome Completed = new(OutcomeKind.Completed, "");
    internal static readonly Outcome Pruned = new(OutcomeKind.Pruned, "");

    public Exception? Error { get; init; }

    /// <summary>Whether a tester would call it a bug.</summary>
    public bool IsBug => Kind is not (OutcomeKind.Completed or OutcomeKind.Pruned or OutcomeKind.StepLimit);

    /// <summary>What makes two outcomes the same bug, for a shrinker: the kind, and the type of what was thrown.</summary>
    internal string Signature => $"{Kind} {Cause?.GetType().Name} {(Cause as DataRaceException)?.Field}";

    /// <summary>What was thrown first.</summary>
    private Exception? Cause => Error is ThreadFailedException { InnerException: { } inner } ? inner : Error;

    internal static Outcome Of(Exception error)
    {
        var cause = error is ThreadFailedException { InnerException: { } inner } ? inner : error;
        return new(
            cause is DataRaceException ? OutcomeKind.DataRace : cause is MisuseException ? OutcomeKind.Misuse : OutcomeKind.Failed,
            error.Message)
        {
            Error = error,
        };
    }
}

/// <summary>A thread of the program ended with an exception.</summary>
public sealed class ThreadFailedException(string thread, Exception inner)
    : Exception($"{thread}: {inner.Message}", inner);
