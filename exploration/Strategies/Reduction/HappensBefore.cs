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
    /// <paramref name="races"/> the steps it could come before.</summary>
    internal int[] Find(int thread, int previous, Mark[] marks, int index, int barrier, bool isBarrier, List<int> races)
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

        foreach (var candidate in candidates)
        {
            if (IsImmediate(candidate) && !races.Contains(candidate.Step))
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

            if (writes)
            {
                return;
            }
        }
    }

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
            if (other != candidate.Step && Holds(candidate.Step, other) && !IsPassed(other, candidate.Object))
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
