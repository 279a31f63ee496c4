namespace Exploration.Primitives;

/// <summary>Time that passes only when a sleeper is chosen: a sleeper may wake once no earlier one sleeps.</summary>
public sealed class VirtualClock(World world, string name = "clock") : SharedObject(world, name)
{
    private readonly SortedSet<(long Due, int Thread)> sleepers = [];

    public long Now { get; private set; }

    protected internal override ulong StateHash => sleepers.Aggregate(
        (ulong)Now,
        (hash, sleeper) => StableHash.Mix(hash, StableHash.Mix((ulong)sleeper.Due, (ulong)sleeper.Thread)));

    public Operation Sleep(long duration)
    {
        sleepers.Add((Now + duration, World.Current!.Id));
        Changed();
        return Begin(Access.Wait, Now + duration);
    }

    /// <summary>Runs <paramref name="body"/> in a thread of its own after some time, unless it is stopped before.</summary>
    public Timer After(long duration, string name, Func<Routine> body)
    {
        var due = Now + duration;
        var timer = new Timer(this);
        var thread = World.Spawn(name, () => timer.Run(due, body), mortal: true);
        timer.Start(thread);
        sleepers.Add((due, thread.Id));
        Changed();
        return timer;
    }

    /// <summary>The rest of a sleep that began before.</summary>
    internal Operation SleepUntil(long due) => Begin(Access.Wait, due);

    /// <summary>A thread that sleeps does so no longer.</summary>
    internal void Forget(ControlledThread thread)
    {
        sleepers.RemoveWhere(sleeper => sleeper.Thread == thread.Id);
        Changed();
    }

    /// <summary>Who died in its sleep keeps nobody waiting.</summary>
    protected internal override bool CanRun(in Pending operation, ControlledThread thread)
    {
        var (first, sleeper) = sleepers.Min;
        var wanted = operation.Argument;
        return first >= wanted
            || (World.Threads[sleeper].IsStopped && sleepers.All(one => one.Due >= wanted || World.Threads[one.Thread].IsStopped));
    }

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        sleepers.Remove((operation.Argument, thread.Id));
        Now = Math.Max(Now, operation.Argument);
        return (ulong)Now;
    }

    /// <summary>Waking later than another says nothing of what the other did.</summary>
    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
    }
}
