namespace Exploration.Strategies;

/// <summary>All executions with at most so many preemptions, each state once. A preemption is a switch away from a
/// thread that could go on; leaving a thread that waits, has ended, or may be put off for ever costs nothing.
/// What a state is, and that equal fingerprints mean equal futures, rests on all shared things being objects of the
/// world. What it proves is bounded by the bound.</summary>
public sealed class DepthFirst(int preemptionBound = int.MaxValue, Func<ControlledThread, int>? rank = null) : IStrategy
{
    private readonly List<Node> path = [];
    private readonly Dictionary<ulong, int> visited = [];
    private int depth;
    private ControlledThread? last;
    private int used;
    private int bound = preemptionBound;

    /// <summary>With a rank the search looks for something, and does what may be put off too.</summary>
    public bool StopsAtRest => rank is null;

    /// <summary>Distinct states seen so far.</summary>
    public int States => visited.Count;

    public int Executions { get; private set; }

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
                return true;
            }

            path.RemoveAt(path.Count - 1);
        }

        return false;
    }

    public int NextThread(World world, ReadOnlySpan<ControlledThread> enabled)
    {
        Node node;
        if (depth < path.Count)
        {
            node = path[depth];
        }
        else
        {
            if (Seen(world))
            {
                return -1;
            }

            node = new Node(Options(enabled));
            path.Add(node);
        }

        depth++;
        var chosen = node.Options[node.Position];
        for (var index = 0; index < enabled.Length; index++)
        {
            if (enabled[index].Id == chosen)
            {
                used += Cost(enabled[index], enabled);
                last = enabled[index];
                return index;
            }
        }

        throw new ScheduleMismatchException(
            $"operation {depth}: the same decisions led to another state; the program is not deterministic.");
    }

    public int NextChoice(World world, int count, string about)
    {
        if (depth == path.Count)
        {
            path.Add(new Node([.. Enumerable.Range(0, count)]));
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

    private int[] Options(ReadOnlySpan<ControlledThread> enabled)
    {
        var options = new List<int>(enabled.Length);
        foreach (var thread in enabled)
        {
            if (thread == last)
            {
                options.Insert(0, thread.Id);
            }
            else if (used + Cost(thread, enabled) <= bound)
            {
                options.Add(thread.Id);
            }
        }

        return rank is null ? [.. options] : Ranked(options, enabled);
    }

    /// <summary>Lower ranks first: where a search for one execution should look first.</summary>
    private int[] Ranked(List<int> options, ReadOnlySpan<ControlledThread> enabled)
    {
        var ranks = new Dictionary<int, int>(enabled.Length);
        foreach (var thread in enabled)
        {
            ranks[thread.Id] = rank!(thread);
        }

        return [.. options.OrderBy(id => ranks[id])];
    }

    private int Cost(ControlledThread thread, ReadOnlySpan<ControlledThread> enabled)
    {
        if (last is null || thread == last)
        {
            return 0;
        }

        foreach (var other in enabled)
        {
            if (other == last)
            {
                return other.Next.Target.IsWeak(other.Next) ? 0 : 1;
            }
        }

        return 0;
    }

    private sealed class Node(int[] options)
    {
        internal int[] Options { get; } = options;

        internal int Position { get; set; }
    }
}
