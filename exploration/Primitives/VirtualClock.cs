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

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        sleepers.Min.Due >= operation.Argument;

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
