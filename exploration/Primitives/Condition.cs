namespace Exploration.Primitives;

/// <summary>A condition that belongs to a mutex. Waiting releases the mutex and takes it again afterwards; a signal
/// that nobody waits for is lost.</summary>
public sealed class Condition : SharedObject
{
    private readonly Mutex mutex;
    private readonly List<int> waiting = [];
    private readonly HashSet<int> signalled = [];

    public Condition(World world, string name, Mutex mutex)
        : base(world, name) => this.mutex = mutex;

    protected internal override ulong StateHash => waiting.Aggregate(7UL, (hash, id) => StableHash.Mix(hash, (ulong)id))
        ^ signalled.Order().Aggregate(9UL, (hash, id) => StableHash.Mix(hash, (ulong)id));

    public async Routine Wait()
    {
        waiting.Add(World.Current!.Id);
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
            waiting.RemoveAt(0);
            Changed();
        }
    }

    public void SignalAll()
    {
        while (waiting.Count > 0)
        {
            Signal();
        }
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) => signalled.Contains(thread.Id);

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        signalled.Remove(thread.Id);
        return 0;
    }
}
