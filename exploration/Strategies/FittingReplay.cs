using Exploration.Schedules;

namespace Exploration.Strategies;

/// <summary>Follows a schedule that was written for a program which has changed a little since: operations that are gone are
/// left out, new ones are done before the thread's next known one, and each such place is noted. After its end threads take turns.</summary>
public sealed class FittingReplay(Schedule schedule) : IStrategy
{
    private readonly List<(int Line, Decision Decision)> left =
        [.. schedule.Decisions.Select((decision, index) => (schedule.FirstLine + index, decision))];

    private readonly List<string> misfits = [];
    private ControlledThread? last;
    private int? choice;

    public bool IsFair => true;

    /// <summary>Where the program did not fit, by line of the schedule file.</summary>
    public IReadOnlyList<string> Misfits => misfits;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        choice = null;
        while (left.Count > 0)
        {
            if (Fit(world, ready) is { } index)
            {
                last = ready[index];
                return index;
            }
        }

        var next = RoundRobin.From(ready, (last?.Id ?? -1) + 1);
        last = ready[next];
        return next;
    }

    public int NextChoice(World world, int count, string about) => Math.Clamp(choice ?? 0, 0, count - 1);

    private static int Find(ReadOnlySpan<ControlledThread> ready, string name)
    {
        for (var index = 0; index < ready.Length; index++)
        {
            if (ready[index].Name == name)
            {
                return index;
            }
        }

        return -1;
    }

    private static bool Does(ControlledThread thread, Decision decision) => thread.Next.ToString() == decision.Operation;

    /// <summary>Who does something for the first line that is left; null when the line was given up.</summary>
    private int? Fit(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var (line, decision) = left[0];
        var index = Find(ready, decision.Thread);
        if (index < 0)
        {
            return world.Threads.Any(thread => thread.Name == decision.Thread && thread is { IsFinished: false, IsStopped: false })
                ? Later(ready) ?? New(0, ready, line)
                : GiveUp("nobody of that name can do it");
        }

        if (Does(ready[index], decision))
        {
            return Do(index, 0);
        }

        var next = ready[index].Next.ToString();
        return left.Exists(one => one.Decision.Thread == decision.Thread && one.Decision.Operation == next)
            ? GiveUp("the thread does not do it any more")
            : New(index, ready, line);
    }

    /// <summary>The thread of the first line waits: another's next line that can happen comes first.</summary>
    private int? Later(ReadOnlySpan<ControlledThread> ready)
    {
        var passed = new HashSet<string>();
        for (var at = 0; at < left.Count; at++)
        {
            var (line, decision) = left[at];
            if (passed.Add(decision.Thread) && Find(ready, decision.Thread) is >= 0 and var index && Does(ready[index], decision))
            {
                misfits.Add($"line {left[0].Line}: '{left[0].Decision}' cannot happen yet; line {line} comes first");
                return Do(index, at);
            }
        }

        return null;
    }

    private int Do(int index, int at)
    {
        choice = left[at].Decision.Choice;
        left.RemoveAt(at);
        return index;
    }

    private int New(int index, ReadOnlySpan<ControlledThread> ready, int line)
    {
        misfits.Add($"before line {line}: '{ready[index].Name} | {ready[index].Next}' is new");
        return index;
    }

    private int? GiveUp(string reason)
    {
        misfits.Add($"line {left[0].Line}: '{left[0].Decision}' is left out: {reason}");
        left.RemoveAt(0);
        return null;
    }
}
