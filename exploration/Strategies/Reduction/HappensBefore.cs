using System.Runtime.InteropServices;

namespace Exploration.Strategies.Reduction;

/// <summary>Which steps of the execution under way must stay in their order, and which could be turned round.</summary>
internal sealed class HappensBefore(List<Node> path)
{
    private const int Everywhere = -1;
    private readonly Dictionary<ulong, List<Entry>> places = [];
    private readonly List<int> before = [];
    private readonly List<(int Step, int Object)> candidates = [];
    private readonly List<(int Step, int Object)> passed = [];
    private readonly HashSet<int> outOfReach = [];

    /// <summary>Whether an earlier step comes before a later one in every equivalent execution.</summary>
    internal bool Holds(int earlier, int later) => Knows(path[later].Clock, path[earlier]);

    internal static bool Knows(int[] clock, Node step) =>
        step.Thread < clock.Length && clock[step.Thread] >= step.Number;

    /// <summary>Enters the step at this index: its clock, its races, and its places.</summary>
    internal void Enter(int index, int barrier)
    {
        var node = path[index];
        node.Clock = Find(node.Thread, node.Before, node.Marks, index, barrier, node.IsBarrier, node.Races);
        node.Number = Last(node.Before, node.Thread) + 1;
        node.Clock[node.Thread] = node.Number;
        foreach (var mark in node.Marks)
        {
            ref var entries = ref CollectionsMarshal.GetValueRefOrAddDefault(places, mark.Place, out _);
            entries ??= [];
            entries.Add(new Entry(index, mark.Touch));
            node.Entered.Add(entries);
        }
    }

    internal static void Leave(Node node)
    {
        foreach (var entries in node.Entered)
        {
            entries.RemoveAt(entries.Count - 1);
        }

        node.Entered.Clear();
        node.Races.Clear();
    }

    /// <summary>The clock of a step of a thread that touches these places after everything entered so far, and into
    /// <paramref name="races"/> the steps it could come before. What let the thread go on may need steps that were done while it
    /// waited: it cannot come before those, but before what comes before them.</summary>
    /// <param name="thread">Whose step.</param>
    /// <param name="previous">The thread's step before.</param>
    /// <param name="marks">What the step touches.</param>
    /// <param name="index">Its index.</param>
    /// <param name="barrier">The last step that may be swapped with no other.</param>
    /// <param name="isBarrier">This step is such a one.</param>
    /// <param name="races">What it could come before.</param>
    /// <param name="waits">Nothing has let the thread go on: it can only come before what was done before it had to wait.</param>
    internal int[] Find(int thread, int previous, Mark[] marks, int index, int barrier, bool isBarrier, List<int> races, bool waits = false)
    {
        var own = previous >= 0 ? path[previous].Clock : [];
        var clock = new int[Math.Max(own.Length, thread + 1)];
        own.CopyTo(clock, 0);
        if (isBarrier)
        {
            for (var step = 0; step < index; step++)
            {
                VectorClocks.Join(ref clock, path[step].Clock);
            }

            return clock;
        }

        before.Clear();
        candidates.Clear();
        passed.Clear();
        outOfReach.Clear();
        if (barrier >= 0 && !Knows(own, path[barrier]))
        {
            if (previous >= barrier || IsReady(barrier, thread))
            {
                before.Add(barrier);
                candidates.Add((barrier, Everywhere));
            }
            else
            {
                VectorClocks.Join(ref clock, path[barrier].Clock);
            }
        }

        foreach (var mark in marks)
        {
            if (places.TryGetValue(mark.Place, out var entries))
            {
                Walk(entries, mark.Touch, (int)(mark.Place >> 32), thread, previous, own);
            }
        }

        foreach (var step in before)
        {
            VectorClocks.Join(ref clock, path[step].Clock);
        }

        foreach (var step in before)
        {
            if (Waited(step, thread, previous) && (waits || passed.Exists(other => other.Step != step && Holds(step, other.Step))))
            {
                outOfReach.Add(step);
            }
        }

        foreach (var candidate in candidates)
        {
            if (!outOfReach.Contains(candidate.Step) && IsImmediate(candidate) && !races.Contains(candidate.Step))
            {
                races.Add(candidate.Step);
            }
        }

        return clock;
    }

    /// <summary>Back through the steps at a place, as far as the last that wrote it and did not merely let this one go on.</summary>
    private void Walk(List<Entry> entries, Touch touch, int target, int thread, int previous, int[] own)
    {
        var (passing, closed) = (false, false);
        for (var at = entries.Count - 1; at >= 0; at--)
        {
            var (step, other) = entries[at];
            var node = path[step];
            var writes = (other & Touch.Write) != 0;
            if (node.Thread == thread)
            {
                if (writes)
                {
                    return;
                }

                continue;
            }

            // What only looked at a place where one had to wait did not make one wait.
            if (((other | touch) & Touch.Write) == 0 || (passing && other == Touch.Read))
            {
                continue;
            }

            if (!closed)
            {
                before.Add(step);
            }

            if (LetGoOn(other, touch, thread, previous, step))
            {
                passed.Add((step, target));
                passing = true;
                closed |= writes;
                continue;
            }

            if (!Knows(own, node))
            {
                candidates.Add((step, target));
            }

            if (writes && !Waited(step, thread, previous))
            {
                return;
            }
        }
    }

    /// <summary>The thread could not go on before the step, in the same wait.</summary>
    private bool Waited(int step, int thread, int previous) => previous < step && !IsReady(step, thread);

    /// <summary>The thread could not go on before the step at the place.</summary>
    private bool LetGoOn(Touch other, Touch touch, int thread, int previous, int step) =>
        ((touch & Touch.AwaitShared) != 0 && (other & Touch.EnableShared) != 0 && (other & Touch.AwaitShared) == 0)
        || ((touch & Touch.MayWait) != 0 && previous < step && !IsReady(step, thread));

    /// <summary>Whether a thread could go on before the step at this index.</summary>
    private bool IsReady(int index, int thread) => (path[index].Ready & (1UL << thread)) != 0;

    /// <summary>Nothing else has to come between the two.</summary>
    private bool IsImmediate((int Step, int Object) candidate)
    {
        // One step may let this one go on at one place and conflict with it at another.
        if (passed.Exists(other => other.Step == candidate.Step))
        {
            return false;
        }

        foreach (var other in before)
        {
            if (other != candidate.Step && !outOfReach.Contains(other) && Holds(candidate.Step, other) && !IsPassed(other, candidate.Object))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The step belongs to what was passed on the way back at the object: one would not have had to wait for it,
    /// had one come before the candidate (a receiver makes room in a channel that another sender had filled).</summary>
    private bool IsPassed(int step, int target)
    {
        foreach (var (through, at) in passed)
        {
            if (at == target && (step == through || Holds(step, through)))
            {
                return true;
            }
        }

        return false;
    }

    private int Last(int before, int thread) =>
        before >= 0 && path[before].Thread == thread ? path[before].Number : 0;
}
