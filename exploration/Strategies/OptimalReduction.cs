using Exploration.Strategies.Reduction;

namespace Exploration.Strategies;

/// <summary>All executions that differ in more than the order of steps that may be swapped: each such class once, but for
/// programs whose steps touch other things in another order; those may show a few classes twice.
/// The algorithm is optimal dynamic partial-order reduction with wakeup trees (Abdulla, Aronis, Jonsson, Sagonas,
/// "Source Sets", J. ACM 2017), extended by waiting operations and choices.</summary>
/// <param name="rank">Where to look first: lower ranks before higher. By default the thread that ran goes on.</param>
public sealed class OptimalReduction(Func<ControlledThread, int>? rank = null) : ISearch
{
    private const int MostThreads = 64;
    private readonly List<Node> path = [];
    private readonly Dictionary<ulong, int> slots = [];
    private HappensBefore? order;
    private Planner? planner;
    private World? world;
    private int[] lastStep = [];
    private int depth;
    private int fresh;
    private int planFrom;
    private int chosen;
    private int barrier;
    private bool ended;

    public Tracking Tracking => Tracking.Footprints;

    /// <summary>What may be put off for ever is done at last: every order with what comes before is looked at.</summary>
    public bool StopsAtRest => false;

    public long Executions { get; private set; }

    /// <summary>Executions that ran to their end: as many as there are classes.</summary>
    public long Traces { get; private set; }

    /// <summary>Executions given up because all that could go on had been seen.</summary>
    public long Blocked { get; private set; }

    /// <summary>Operations done in all executions together.</summary>
    public long Operations { get; private set; }

    /// <summary>Plans that proved impossible, as a step had waited for more than was known.</summary>
    public long Misled { get; private set; }

    public bool Begin()
    {
        if (Executions == 0)
        {
            order = new HappensBefore(path);
            planner = new Planner(path, order);
        }
        else
        {
            Operations += depth;
            Traces += ended ? 0 : 1;
            Plan();
            if (!Next())
            {
                return false;
            }
        }

        Executions++;
        depth = 0;
        barrier = -1;
        ended = false;
        Array.Fill(lastStep, -1);
        return true;
    }

    public ControlledThread? Retraced(World world)
    {
        if (depth >= fresh)
        {
            return null;
        }

        chosen = 0;
        return world.Threads[path[depth++].ThreadId];
    }

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        this.world = world;
        if (depth == path.Count && !Extend(ready))
        {
            ended = true;
            return -1;
        }

        var node = path[depth];
        chosen = 0;
        for (var index = 0; index < ready.Length; index++)
        {
            if (Slot(ready[index]) == node.Thread)
            {
                depth++;
                node.ThreadId = ready[index].Id;
                return index;
            }
        }

        throw ScheduleMismatchException.NotDeterministic(depth + 1);
    }

    public int NextChoice(World world, int count, string about)
    {
        var node = path[depth - 1];
        if (chosen == node.Choices.Count)
        {
            var fixedValues = node.Branches[0].Choices ?? [];
            var value = chosen < fixedValues.Length && fixedValues[chosen] < count ? fixedValues[chosen] : Awake(node, 0, count);
            node.Choices.Add((value < count ? value : 0, count));
        }

        return node.Choices[chosen++].Value;
    }

    /// <summary>The next value, from one on, that does not sleep; <paramref name="count"/> when there is none.</summary>
    private static int Awake(Node node, int from, int count)
    {
        Span<int> values = [.. node.Choices.Select(choice => choice.Value), 0];
        for (; from < count; from++)
        {
            values[^1] = from;
            if (!Sleeper.Cover(node.Asleep, node.Thread, values))
            {
                break;
            }
        }

        return from;
    }

    public void Performed(World world, ControlledThread thread)
    {
        var index = depth - 1;
        var node = path[index];
        if (index >= fresh)
        {
            node.Before = Previous(thread);
            node.Marks = world.Footprint.ToArray();
            node.IsBarrier = world.IsBarrier;
            order!.Enter(index, barrier);
        }

        lastStep[node.Thread] = index;
        barrier = node.IsBarrier ? index : barrier;
    }

    /// <summary>Makes a node for the state reached; false when everything from here has been seen.</summary>
    private bool Extend(ReadOnlySpan<ControlledThread> ready)
    {
        var mask = 0UL;
        foreach (var thread in ready)
        {
            mask |= 1UL << Slot(thread);
        }

        var parent = depth > 0 ? path[depth - 1] : null;
        var node = new Node { Ready = mask, Branches = parent is null ? [] : [.. parent.Branches[0].Then] };
        // What was foreseen was planned without looking at who sleeps.
        if (parent is not null && !parent.IsBarrier && !parent.Branches[0].IsForeseen)
        {
            var awake = parent.Branches[0].Awake | (1UL << parent.Thread);
            node.Asleep.AddRange(parent.Asleep.Where(sleeper =>
                (awake & (1UL << sleeper.Thread)) == 0 && !sleeper.IsBarrier && !Mark.Conflict(sleeper.Marks, parent.Marks)));
        }

        DropImpossible(node);
        if (node.Branches.Count == 0)
        {
            var first = First(ready, node);
            if (first < 0)
            {
                Blocked++;
                return false;
            }

            node.Branches.Add(new Branch(first));
        }

        node.Thread = node.Branches[0].Thread;
        path.Add(node);
        return true;
    }

    /// <summary>Takes out what was planned and cannot be done here. As other plans may have been left to it, something
    /// else has to be explored in its place.</summary>
    private bool DropImpossible(Node node)
    {
        var dropped = node.Branches.RemoveAll(branch => (node.Ready & (1UL << branch.Thread)) == 0);
        Misled += dropped;
        return dropped > 0;
    }

    private int First(ReadOnlySpan<ControlledThread> ready, Node node)
    {
        var (best, bestRank) = (-1, int.MaxValue);
        foreach (var thread in ready)
        {
            var slot = Slot(thread);
            if (Sleeper.Cover(node.Asleep, slot, []))
            {
                continue;
            }

            var value = rank is not null ? rank(thread)
                : thread.IsWeak ? 2
                : depth > 0 && path[depth - 1].Thread == slot ? 0 : 1;
            if (value < bestRank)
            {
                (best, bestRank) = (slot, value);
            }
        }

        return best;
    }

    private int Slot(ControlledThread thread)
    {
        if (thread.Slot < 0)
        {
            if (!slots.TryGetValue(thread.Key, out var slot))
            {
                slot = slots.Count;
                if (slot == MostThreads)
                {
                    throw new NotSupportedException($"The reduction handles at most {MostThreads} threads.");
                }

                slots.Add(thread.Key, slot);
                Array.Resize(ref lastStep, slots.Count);
                lastStep[slot] = -1;
            }

            thread.Slot = slot;
        }

        return thread.Slot;
    }

    private int Previous(ControlledThread thread) => lastStep[Slot(thread)] is >= 0 and var step ? step : thread.Birth;

    /// <summary>Goes on to the next execution: another value of a choice, another branch, or further back.</summary>
    private bool Next()
    {
        while (path.Count > 0)
        {
            var node = path[^1];
            HappensBefore.Leave(node);
            fresh = planFrom = path.Count - 1;
            node.Asleep.Add(new Sleeper(node.Thread, [.. node.Choices], node.Marks, node.IsBarrier));
            if (AnotherChoice(node))
            {
                // What was planned from earlier steps fixed this choice where it came along.
                planFrom = 0;
                node.Branches[0].Then.Clear();
                return true;
            }

            node.Choices.Clear();
            if (node.Branches[0].IsForeseen)
            {
                node.Branches.ForEach(branch => branch.Awake |= 1UL << node.Thread);
            }

            do
            {
                node.Branches.RemoveAt(0);
            }
            while (node.Branches.Count > 0 && Sleeps(node, node.Branches[0]));

            if (DropImpossible(node) && node.Branches.Count == 0 && Awake(node) is { } instead)
            {
                node.Branches.Add(new Branch(instead));
            }

            if (node.Branches.Count > 0)
            {
                node.Thread = node.Branches[0].Thread;
                return true;
            }

            path.RemoveAt(path.Count - 1);
        }

        return false;
    }

    /// <summary>Whether a branch of unknown choices was explored from here with every choice.</summary>
    private static bool Sleeps(Node node, Branch branch) =>
        branch.Choices is null && Sleeper.Cover(node.Asleep, branch.Thread, []);

    /// <summary>A thread that can go on at a node and has not been explored from it.</summary>
    private static int? Awake(Node node)
    {
        for (var slot = 0; slot < MostThreads; slot++)
        {
            if ((node.Ready & (1UL << slot)) != 0 && !Sleeper.Cover(node.Asleep, slot, []))
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>A branch may fix the first choices of its step.</summary>
    private static bool AnotherChoice(Node node)
    {
        var areFixed = node.Branches[0].Choices?.Length ?? 0;
        while (node.Choices.Count > areFixed)
        {
            var (value, count) = node.Choices[^1];
            node.Choices.RemoveAt(node.Choices.Count - 1);
            value = Awake(node, value + 1, count);
            if (value < count)
            {
                node.Choices.Add((value, count));
                return true;
            }
        }

        return false;
    }

    /// <summary>For every pair of steps of the last execution that could be turned round, plans an execution that does so.</summary>
    private void Plan()
    {
        for (var step = planFrom; step < path.Count; step++)
        {
            var node = path[step];
            foreach (var earlier in node.Races)
            {
                var own = node.Before >= 0 ? path[node.Before].Clock : [];
                planner!.Plan(earlier, own, Planner.Label(node), step);
            }
        }

        List<int> races = [];
        foreach (var thread in world!.Threads)
        {
            if (thread.IsFinished)
            {
                continue;
            }

            races.Clear();
            var marks = world.Foresee(thread).ToArray();
            var previous = Previous(thread);
            order!.Find(Slot(thread), previous, marks, path.Count, barrier, false, races);
            if (!thread.IsReady)
            {
                order.Find(Slot(thread), previous, marks, path.Count, barrier, false, races, waits: true);
            }

            var own = previous >= 0 ? path[previous].Clock : [];
            foreach (var earlier in races)
            {
                planner!.Plan(earlier, own, new Branch(Slot(thread)) { Marks = marks, IsForeseen = true }, -1);
            }
        }
    }
}
