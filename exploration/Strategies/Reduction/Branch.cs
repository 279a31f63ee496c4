namespace Exploration.Strategies.Reduction;

/// <summary>A step that a search is to do, and what it is to do after it: a node of a wakeup tree.</summary>
internal sealed class Branch(int thread)
{
    internal int Thread { get; } = thread;

    /// <summary>What the step touched where it was seen; null when it was not.</summary>
    internal Mark[]? Marks { get; init; }

    /// <summary>The step was never seen whole: it may touch more than <see cref="Marks"/>.</summary>
    internal bool IsForeseen { get; init; }

    /// <summary>The step may be swapped with no other.</summary>
    internal bool IsBarrier { get; init; }

    /// <summary>What its choices yield; null: everything.</summary>
    internal int[]? Choices { get; init; }

    internal List<Branch> Then { get; } = [];

    /// <summary>Slots of threads that do not sleep after it, though they were explored before: their steps were foreseen when this was
    /// planned, and so it was not left to what comes after them.</summary>
    internal ulong Awake { get; set; }

    internal bool ConflictsWithAll => IsForeseen || IsBarrier || Marks is null;
}
