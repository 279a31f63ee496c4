namespace Exploration.Strategies;

/// <summary>What a bounded search counts.</summary>
public enum Bound
{
    /// <summary>Switches away from a thread that could go on; leaving a thread that waits, has ended, or may be put off
    /// for ever costs nothing.</summary>
    Preemptions,

    /// <summary>Threads passed over by a scheduler that takes turns: the thread that ran goes on, else the next by number.</summary>
    Delays,
}

/// <summary>All executions within a bound, each state once. What a state is, and that equal fingerprints mean equal
/// futures, rests on all shared things being objects of the world. What it proves is bounded by the bound.</summary>
/// <param name="bound">The most preemptions or delays an execution may have.</param>
/// <param name="mergesStates">Whether a state that was reached before is left alone.</param>
/// <param name="counted">What the bound counts.</param>
public sealed class DepthFirst(int bound = int.MaxValue, bool mergesStates = true, Bound counted = Bound.Preemptions) : ISearch
{
    private readonly List<Node> path = [];
    private readonly Dictionary<ulong, int> visited = [];
    private int depth;
    private int fresh;
    private ControlledThread? last;
    private int used;

    public Tracking Tracking => mergesStates ? Tracking.Fingerprints : Tracking.Nothing;

    /// <summary>Distinct states seen so far.</summary>
    public int States => visited.Count;

    public long Executions { get; private set; }

    /// <summary>Operations done in all executions together.</summary>
    public long Operations { get; private set; }

    /// <summary>Prepares the next execution; false when everything has been seen.</summary>
    public bool Begin()
    {
        Operations += depth;
        depth = 0;
        used = 0;
        last = null;
        if (Executions++ == 0)
        {
            return true;
        }

        while (path.Count > 0)
        {
            var node = path[^1];
            if (node.Position + 1 < node.Options.Length)
            {
                node.Position++;
                fresh = path.FindLastIndex(one => !one.IsChoice);
                return true;
            }

            path.RemoveAt(path.Count - 1);
        }

        return false;
    }

    public ControlledThread? Retraced(World world)
    {
        if (depth >= fresh)
        {
            return null;
        }

        var node = path[depth++];
        used = node.Used;
        last = world.Threads[node.Options[node.Position]];
        return last;
    }

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        Node node;
        if (depth < path.Count)
        {
            node = path[depth];
        }
        else
        {
            if (mergesStates && Seen(world))
            {
                return -1;
            }

            node = new Node(Options(ready), false);
            path.Add(node);
        }

        depth++;
        var chosen = node.Options[node.Position];
        for (var index = 0; index < ready.Length; index++)
        {
            if (ready[index].Id == chosen)
            {
                used += Cost(ready[index], ready);
                node.Used = used;
                last = ready[index];
                return index;
            }
        }

        throw ScheduleMismatchException.NotDeterministic(depth);
    }

    public int NextChoice(World world, int count, string about)
    {
        if (depth == path.Count)
        {
            path.Add(new Node([.. Enumerable.Range(0, count)], true));
        }

        var node = path[depth++];
        return node.Options[node.Position];
    }

    private bool Seen(World world)
    {
        var left = bound - used;
        var key = bound == int.MaxValue
            ? world.Fingerprint
            : StableHash.Mix(world.Fingerprint, (ulong)((last?.Id ?? -1) + 2));
        ref var best = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(visited, key, out var seen);
        if (seen && best >= left)
        {
            return true;
        }

        best = left;
        return false;
    }

    private int[] Options(ReadOnlySpan<ControlledThread> ready)
    {
        var options = new List<int>(ready.Length);
        foreach (var thread in ready)
        {
            if (thread == last)
            {
                options.Insert(0, thread.Id);
            }
            else if (used + Cost(thread, ready) <= bound)
            {
                options.Add(thread.Id);
            }
        }

        return [.. options];
    }

    private int Cost(ControlledThread thread, ReadOnlySpan<ControlledThread> ready)
    {
        if (counted == Bound.Delays)
        {
            return RoundRobin.Delays(ready, last?.Id ?? 0, thread);
        }

        if (last is null || thread == last)
        {
            return 0;
        }

        foreach (var other in ready)
        {
            if (other == last)
            {
                return other.Next.Target.IsWeak(other.Next) ? 0 : 1;
            }
        }

        return 0;
    }

    private sealed class Node(int[] options, bool isChoice)
    {
        internal bool IsChoice { get; } = isChoice;

        /// <summary>Preemptions up to and with this step.</summary>
        internal int Used { get; set; }

        internal int[] Options { get; } = options;

        internal int Position { get; set; }
    }
}
