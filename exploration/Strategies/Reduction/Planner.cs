namespace Exploration.Strategies.Reduction;

/// <summary>Enters executions that turn two steps round into the wakeup trees of the execution under way.</summary>
internal sealed class Planner(List<Node> path, HappensBefore order)
{
    private readonly List<int> tail = [];

    /// <summary>Plans at an earlier step: everything that does not need that step, and then the later step. What was
    /// explored, or is planned and begins alike, is not planned again.</summary>
    /// <param name="earlier">Index of the earlier step.</param>
    /// <param name="own">The clock of the later step's thread before it.</param>
    /// <param name="later">The later step.</param>
    /// <param name="step">Its index; -1 when it was not done.</param>
    internal void Plan(int earlier, int[] own, Branch later, int step)
    {
        tail.Clear();
        for (var index = earlier + 1; index < path.Count; index++)
        {
            if (index != step && !order.Holds(earlier, index))
            {
                tail.Add(index);
            }
        }

        var node = path[earlier];
        foreach (var sleeper in node.Asleep)
        {
            if (Initial(sleeper.Thread, own, later) is { } at && Sleeps(node, sleeper, Choices(at, later)))
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
                if (Initial(branch.Thread, own, rest) is not { } at || !IsSame(branch, Choices(at, later)))
                {
                    continue;
                }

                through = branch;
                if (at == tail.Count)
                {
                    rest = null;
                }
                else
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

    /// <summary>Where a thread's step is in the tail (the later step is at its end) if it can come first there: nothing
    /// before it is needed by it. Else null.</summary>
    private int? Initial(int thread, int[] own, Branch? later)
    {
        var position = tail.FindIndex(index => path[index].Thread == thread);
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

        if (later?.Thread != thread || (tail.Count > 0 && later.ConflictsWithAll))
        {
            return null;
        }

        foreach (var index in tail)
        {
            var node = path[index];
            if (HappensBefore.Knows(own, node) || node.IsBarrier || Mark.Conflict(node.Marks, later.Marks))
            {
                return null;
            }
        }

        return tail.Count;
    }

    private int[]? Choices(int position, Branch later) =>
        position == tail.Count ? later.Choices : Values(path[tail[position]]);

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
