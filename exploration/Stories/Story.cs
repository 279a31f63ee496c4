namespace Exploration.Stories;

/// <summary>What happened in one execution, for people.</summary>
public sealed record Story(IReadOnlyList<string> Threads, IReadOnlyList<StoryStep> Steps, Outcome Outcome);

/// <summary>One step.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Thread">Who.</param>
/// <param name="Operation">What.</param>
/// <param name="Result">The values read or written; empty for none.</param>
/// <param name="Accesses">Plain fields accessed in this step, before the thread's next operation.</param>
/// <param name="IsPreemption">The thread that ran before could have gone on.</param>
/// <param name="IsRacing">One of the two steps of a data race.</param>
public sealed record StoryStep(
    int Number, string Thread, string Operation, string Result, IReadOnlyList<string> Accesses, bool IsPreemption, bool IsRacing)
{
    /// <summary>The step in one line.</summary>
    public string Text => Operation + (Result.Length == 0 ? "" : $": {Result}");
}
