namespace Exploration;

/// <summary>How an execution ended.</summary>
public enum OutcomeKind
{
    /// <summary>Every thread ended, or only daemons wait.</summary>
    Completed,

    /// <summary>A thread that is no daemon can never go on.</summary>
    Deadlock,

    /// <summary>A thread or an invariant threw.</summary>
    Failed,

    /// <summary>The strategy has seen this state before.</summary>
    Pruned,

    StepLimit,
}

public sealed record Outcome(OutcomeKind Kind, string Message)
{
    internal static readonly Outcome Completed = new(OutcomeKind.Completed, "");
    internal static readonly Outcome Pruned = new(OutcomeKind.Pruned, "");

    public Exception? Error { get; init; }

    /// <summary>Whether a tester would call it a bug.</summary>
    public bool IsBug => Kind is OutcomeKind.Deadlock or OutcomeKind.Failed;
}

/// <summary>A thread of the program ended with an exception.</summary>
public sealed class ThreadFailedException(string thread, Exception inner)
    : Exception($"{thread}: {inner.Message}", inner);
