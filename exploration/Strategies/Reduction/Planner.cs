namespace Exploration.Strategies.Reduction;

/// <summary>Enters executions that turn two steps round into the wakeup trees of the execution under way.</summary>
internal sealed class Planner(List<Node> path, HappensBefore order)
{
    private readonly List<int> tail = [];

    /// <summary>Plans at an earlier step: everything that does not need that step, and then the later step.</summary>
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
            if (IsInitial(sleeper.Thread, sleeper.Marks, sleeper.IsBarrier, own, later, out var at)
                && (at < 0 || Sleeps(node, sleeper, at == tail.Count ? later.Choices : Values(path[tail[at]]))))
            {
                return;
            }
        }

        // The first branch is under way: it is the earlier step itself.
        var branches = node.Branches;
        var from = 1;
        var isLast = false;
        while (true)
        {
            Branch? through = null;
            var position = -1;
            for (; from < branches.Count && through is null; from++)
            {
                var branch = branches[from];
                var isInitial = IsInitial(
                    branch.Thread, branch.Marks, branch.IsForeseen || branch.IsBarrier, own, isLast ? null : later, out position);
                through = isInitial && (position < 0 || IsSame(branch, position == tail.Count ? later.Choices : Values(path[tail[position]])))
                    ? branch
                    : null;
            }

            if (through is null)
            {
                Append(branches, isLast ? null : later);
                return;
            }

            if (position >= 0)
            {
                isLast |= position == tail.Count;
                if (position < tail.Count)
                {
                    tail.RemoveAt(position);
                }
            }

            if (through.Then.Count == 0 || (tail.Count == 0 && isLast))
            {
                return;
            }

            branches = through.Then;
            from = 0;
        }
    }

    /// <summary>Whether a thread's step can come first in the tail (and after it the later step): it is there with
    /// nothing before it that it needs, or it is not there and nothing conflicts with it.</summary>
    private bool IsInitial(int thread, Mark[] marks, bool conflictsAlways, int[] own, Branch? later, out int position)
    {
        position = tail.FindIndex(index => path[index].Thread == thread);
        if (position >= 0)
        {
            for (var index = 0; index < position; index++)
            {
                if (order.Holds(tail[index], tail[position]))
                {
                    return false;
                }
            }

            return true;
        }

        if (later?.Thread == thread)
        {
            position = tail.Count;
            foreach (var index in tail)
            {
                var node = path[index];
                if (HappensBefore.Knows(own, node) || node.IsBarrier || Mark.Conflict(node.Marks, later.Marks))
                {
                    return false;
                }
            }

            return true;
        }

        if (conflictsAlways)
        {
            return tail.Count == 0 && later is null;
        }

        foreach (var index in tail)
        {
            if (path[index].IsBarrier || Mark.Conflict(path[index].Marks, marks))
            {
                return false;
            }
        }

        return later is null || !later.Conflicts(marks);
    }

    /// <summary>Whether a sleeper is the step with these choices; for a step whose choices are not known, whether all
    /// of them sleep.</summary>
    private static bool Sleeps(Node node, Sleeper sleeper, int[]? choices) =>
        choices is null ? Sleeper.Cover(node.Asleep, sleeper.Thread, []) : sleeper.Choices.Length == choices.Length && sleeper.StartsWith(choices);

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

    internal static Branch Label(Node node) => new(node.Thread)
    {
        Marks = node.Marks,
        IsBarrier = node.IsBarrier,
        Choices = Values(node),
    };
}
