namespace Exploration.Strategies.Reduction;

/// <summary>Enters executions that turn two steps round into the wakeup trees of the execution under way.</summary>
internal sealed class Planner(List<Node> path, HappensBefore order)
{
    /// <summary>The place of a step that is not in a plan and may come before it.</summary>
    private const int Outside = -1;

    private readonly List<int> tail = [];

    /// <summary>Plans at an earlier step: everything that does not need that step, and then the later step. What was
    /// explored, or is planned and begins alike, is not planned again.</summary>
    /// <param name="earlier">Index of the earlier step.</param>
    /// <param name="own">The clock of the later step's thread before it.</param>
    /// <param name="later">The later step.</param>
    /// <param name="done">Its index; -1 when it was not done.</param>
    internal void Plan(int earlier, int[] own, Branch later, int done)
    {
        tail.Clear();
        for (var index = earlier + 1; index < path.Count; index++)
        {
            if (index != done && !order.Holds(earlier, index))
            {
                tail.Add(index);
            }
        }

        var node = path[earlier];
        foreach (var sleeper in node.Asleep)
        {
            var step = new Branch(sleeper.Thread) { Marks = sleeper.Marks, IsBarrier = sleeper.IsBarrier };
            if (Initial(step, own, later) is { } at && Sleeps(node, sleeper, Choices(at, later)))
            {
                return;
            }
        }

        // The first branch is under way: it is the earlier step itself.
        var branches = node.Branches;
        var from = 1;
        var rest = later;
        while (true)
        {
            Branch? through = null;
            for (; from < branches.Count && through is null; from++)
            {
                var branch = branches[from];
                if (Initial(branch, own, rest) is not { } at || (at != Outside && !IsSame(branch, Choices(at, later))))
                {
                    continue;
                }

                through = branch;
                if (at == tail.Count)
                {
                    rest = null;
                }
                else if (at != Outside)
                {
                    tail.RemoveAt(at);
                }
            }

            if (through is null)
            {
                Append(branches, rest);
                return;
            }

            if (through.Then.Count == 0 || (tail.Count == 0 && rest is null))
            {
                return;
            }

            branches = through.Then;
            from = 0;
        }
    }

    internal static Branch Label(Node node) => new(node.Thread)
    {
        Marks = node.Marks,
        IsBarrier = node.IsBarrier,
        Choices = Values(node),
    };

    /// <summary>Where the step of a thread is in the tail (the later step is at its end) if it can come first there:
    /// nothing before it is needed by it. <see cref="Outside"/> when the thread does nothing there, and what the step
    /// touches nobody there touches. Else null.</summary>
    private int? Initial(Branch first, int[] own, Branch? later)
    {
        var position = tail.FindIndex(index => path[index].Thread == first.Thread);
        if (position >= 0)
        {
            for (var before = 0; before < position; before++)
            {
                if (order.Holds(tail[before], tail[position]))
                {
                    return null;
                }
            }

            return position;
        }

        if (later?.Thread == first.Thread)
        {
            return (tail.Count > 0 && later.ConflictsWithAll) || !tail.TrueForAll(index => IsFree(index, later) && !HappensBefore.Knows(own, path[index]))
                ? null
                : tail.Count;
        }

        return !first.ConflictsWithAll && tail.TrueForAll(index => IsFree(index, first))
            && (later is null || (!later.ConflictsWithAll && !Mark.Conflict(first.Marks, later.Marks)))
            ? Outside
            : null;
    }

    /// <summary>Whether a step that was done may be swapped with another.</summary>
    private bool IsFree(int index, Branch other) =>
        !path[index].IsBarrier && !Mark.Conflict(path[index].Marks, other.Marks);

    private int[]? Choices(int position, Branch later) =>
        position == Outside ? null : position == tail.Count ? later.Choices : Values(path[tail[position]]);

    /// <summary>Whether a sleeper is the step with these choices; for a step whose choices are not known, whether all
    /// of them sleep.</summary>
    private static bool Sleeps(Node node, Sleeper sleeper, int[]? choices) => choices is null
        ? Sleeper.Cover(node.Asleep, sleeper.Thread, [])
        : sleeper.Choices.Length == choices.Length && sleeper.StartsWith(choices);

    /// <summary>Whether a branch's step is the step with these choices, or any.</summary>
    private static bool IsSame(Branch branch, int[]? choices) =>
        branch.Choices is null || (choices is not null && branch.Choices.AsSpan().SequenceEqual(choices));

    private static int[] Values(Node node) => [.. node.Choices.Select(choice => choice.Value)];

    private void Append(List<Branch> branches, Branch? later)
    {
        foreach (var index in tail)
        {
            var branch = Label(path[index]);
            branches.Add(branch);
            branches = branch.Then;
        }

        if (later is not null)
        {
            branches.Add(later);
        }
    }
}
