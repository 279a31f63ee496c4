namespace Exploration.Primitives;

/// <summary>A condition that belongs to a mutex. Waiting releases the mutex and goes on once it was signalled and the
/// mutex is free; a signal that nobody waits for is lost.</summary>
public sealed class Condition(World world, string name, Mutex mutex) : SharedObject(world, name)
{
    private List<ulong>? waiting;
    private List<ulong>? signalled;
    private (int Step, string Thread)? lost;

    protected internal override ulong StateHash => (waiting ?? []).Aggregate(7UL, StableHash.Mix)
        ^ (signalled ?? []).Order().Aggregate(9UL, StableHash.Mix);

    /// <summary>Gives the mutex back, waits for a signal, and holds the mutex again.</summary>
    public Operation Wait()
    {
        (waiting ??= []).Add(World.Current!.Key);
        Changed();
        mutex.Release();
        return Begin(Access.Wait);
    }

    /// <summary>Lets the thread go on that waits longest. It is no scheduling point.</summary>
    public void Signal()
    {
        if (waiting is { Count: > 0 })
        {
            (signalled ??= []).Add(waiting[0]);
            Touches(Touch.Enable, (int)waiting[0]);
            waiting.RemoveAt(0);
        }

        else
        {
            lost = (World.Steps, World.Current!.Name);
        }

        Publish();
        Changed();
    }

    /// <summary>Lets all go on that wait.</summary>
    public void SignalAll()
    {
        while (waiting is { Count: > 0 })
        {
            Signal();
        }

        Changed();
    }

    internal override string Missed(in Pending operation) =>
        lost is { } signal ? $"; the signal of {Name} by {signal.Thread} at step {signal.Step} found nobody waiting" : "";

    /// <summary>Each waiter waits for its own signal, and all for the mutex.</summary>
    protected internal override void Declare(in Pending operation, ControlledThread thread)
    {
        Touches(Touch.Await, (int)thread.Key);
        mutex.TouchesAsAcquired();
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        signalled is not null && mutex.Owner is null && signalled.Contains(thread.Key);

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        signalled!.Remove(thread.Key);
        mutex.Take(thread);
        return 0;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread) => Observe(thread);

    protected internal override string Describe(in Pending operation) => $"wait for {Name}";
}
