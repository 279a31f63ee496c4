namespace Exploration.Gallery;

/// <summary>A small program with a known bug.</summary>
/// <param name="Name">A short name.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Program">The program.</param>
/// <param name="Kind">How it fails.</param>
/// <param name="Preemptions">The fewest preemptions with which it fails; null for an endless execution.</param>
public sealed record BuggyProgram(string Name, string What, Action<World> Program, OutcomeKind Kind, int? Preemptions)
{
    /// <summary>The same without the bug, where there is one.</summary>
    public Action<World>? Fixed { get; init; }
}
