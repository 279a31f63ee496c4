namespace Exploration.Strategies.Reduction;

/// <summary>A step of the execution under way: the state before it as the search sees it, and the step.</summary>
internal sealed class Node
{
    /// <summary>Threads whose next step was explored from here already, with all it touched.</summary>
    internal List<Sleeper> Asleep { get; } = [];

    /// <summary>What is to be explored from here; the first is under way.</summary>
    internal List<Branch> Branches { get; init; } = [];

    /// <summary>Slots of the threads that can go on here.</summary>
    internal ulong Ready { get; init; }

    internal int Thread { get; set; }

    /// <summary>Its thread's number in the world.</summary>
    internal int ThreadId { get; set; }

    /// <summary>The number of the step among those of its thread, from 1.</summary>
    internal int Number { get; set; }

    /// <summary>The index of the thread's step before, or of the step that spawned it; -1 for none.</summary>
    internal int Before { get; set; }

    internal Mark[] Marks { get; set; } = [];

    internal bool IsBarrier { get; set; }

    /// <summary>For each thread the number of its last step that comes before this one in every equivalent execution.</summary>
    internal int[] Clock { get; set; } = [];

    /// <summary>The earlier steps this one could come before.</summary>
    internal List<int> Races { get; } = [];

    /// <summary>What the step's choices yield, and how many values each has.</summary>
    internal List<(int Value, int Count)> Choices { get; } = [];

    /// <summary>Where the step was entered at its places, for leaving it.</summary>
    internal List<List<Entry>> Entered { get; } = [];
}

/// <summary>A step at a place.</summary>
internal readonly record struct Entry(int Step, Touch Touch);

/// <summary>A step that need not be done until something touches what it touches.</summary>
internal readonly record struct Sleeper(int Thread, (int Value, int Count)[] Choices, Mark[] Marks, bool IsBarrier)
{
    /// <summary>Whether every way a thread's step can go on after these choices sleeps.</summary>
    internal static bool Cover(List<Sleeper> asleep, int thread, ReadOnlySpan<int> values)
    {
        foreach (var sleeper in asleep)
        {
            if (sleeper.Thread != thread || sleeper.Choices.Length < values.Length || !sleeper.StartsWith(values))
            {
                continue;
            }

            if (sleeper.Choices.Length == values.Length)
            {
                return true;
            }

            Span<int> next = [.. values, 0];
            for (var value = 0; value < sleeper.Choices[values.Length].Count; value++)
            {
                next[^1] = value;
                if (!Cover(asleep, thread, next))
                {
                    return false;
                }
            }

            return true;
        }

        return false;
    }

    internal bool StartsWith(ReadOnlySpan<int> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            if (Choices[index].Value != values[index])
            {
                return false;
            }
        }

        return true;
    }
}
