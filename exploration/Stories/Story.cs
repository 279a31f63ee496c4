namespace Exploration.Stories;

/// <summary>What happened in one execution, for people.</summary>
/// <param name="Threads">In the order in which they first ran.</param>
/// <param name="Steps">All of them.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Lasso">Of an endless one: the steps that come again and again. Everything shared and everybody's next
/// operation are the same before the first and after the last of them.</param>
public sealed record Story(IReadOnlyList<string> Threads, IReadOnlyList<StoryStep> Steps, Outcome Outcome, (int First, int Last)? Lasso)
{
    /// <summary>Where in the program the exception came from that ended it, innermost first; else nothing.</summary>
    public IReadOnlyList<string> Thrown { get; init; } = [];

    /// <summary>The accesses of a data race, the earlier first; else none.</summary>
    public IReadOnlyList<RacingAccess> Race { get; init; } = [];
}

/// <summary>One access of a data race.</summary>
/// <param name="Step">The step it is in.</param>
/// <param name="Thread">Who.</param>
/// <param name="Access">What.</param>
/// <param name="Stack">Where in the program, innermost first; file and line where they are known.</param>
public sealed record RacingAccess(int Step, string Thread, string Access, IReadOnlyList<string> Stack);

/// <summary>One step.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Thread">Who.</param>
/// <param name="Operation">What.</param>
/// <param name="Result">The values read or written; empty for none.</param>
/// <param name="Accesses">What the thread did in this step before its next operation: plain fields, locks given back, signals.</param>
/// <param name="IsPreemption">The thread that ran before could have gone on.</param>
/// <param name="IsRacing">One of the two steps of a data race.</param>
public sealed record StoryStep(
    int Number, string Thread, string Operation, string Result, IReadOnlyList<string> Accesses, bool IsPreemption, bool IsRacing)
{
    /// <summary>The step in one line.</summary>
    public string Text => Operation + (Result.Length == 0 ? "" : $": {Result}");
}
