namespace Exploration.Primitives;

/// <summary>A condition that belongs to a mutex. Waiting releases the mutex and takes it again afterwards; a signal
/// that nobody waits for is lost.</summary>
public sealed class Condition(World world, string name, Mutex mutex) : SharedObject(world, name)
{
    private readonly List<ulong> waiting = [];
    private readonly HashSet<ulong> signalled = [];

    protected internal override ulong StateHash => waiting.Aggregate(7UL, (hash, id) => StableHash.Mix(hash, id))
        ^ signalled.Order().Aggregate(9UL, (hash, id) => StableHash.Mix(hash, id));

    public async Routine Wait()
    {
        waiting.Add(World.Current!.Key);
        Changed();
        mutex.Release();
        await Begin(Access.Wait);
        await mutex.Acquire();
    }

    public void Signal()
    {
        if (waiting.Count > 0)
        {
            signalled.Add(waiting[0]);
            Touches(Touch.Enable, (int)waiting[0]);
            waiting.RemoveAt(0);
        }

        Changed();
    }

    public void SignalAll()
    {
        while (waiting.Count > 0)
        {
            Signal();
        }

        Changed();
    }

    /// <summary>Each waiter waits for its own signal.</summary>
    protected internal override void Declare(in Pending operation, ControlledThread thread) =>
        Touches(Touch.Await, (int)thread.Key);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) => signalled.Contains(thread.Key);

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        signalled.Remove(thread.Key);
        return 0;
    }

    protected internal override string Describe(in Pending operation) => $"wait for {Name}";
}
