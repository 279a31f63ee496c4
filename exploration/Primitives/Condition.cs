namespace Exploration.Primitives;

/// <summary>A condition that belongs to a mutex. Waiting releases the mutex and goes on once it was signalled and the
/// mutex is free; a signal that nobody waits for is lost.</summary>
public sealed class Condition(World world, string name, Mutex mutex) : SharedObject(world, name)
{
    private ControlledThread? first;
    private ControlledThread? last;
    private ulong signalled;
    private (int Step, string Thread)? lost;
    private bool hasBeenSignalled;

    protected internal override ulong StateHash
    {
        get
        {
            var hash = 7UL;
            for (var thread = first; thread is not null; thread = thread.WaitsBefore)
            {
                hash = StableHash.Mix(hash, thread.Key);
            }

            return hash ^ signalled;
        }
    }

    /// <summary>Gives the mutex back, waits for a signal, and holds the mutex again.</summary>
    public Operation Wait()
    {
        var thread = World.Current!;
        if (last is null)
        {
            first = thread;
        }
        else
        {
            last.WaitsBefore = thread;
        }

        last = thread;
        Note("begins to wait for");
        Changed();
        mutex.Release();
        return Begin(Access.Wait);
    }

    /// <summary>Lets the thread go on that waits longest. It is no scheduling point.</summary>
    public void Signal()
    {
        hasBeenSignalled = true;
        Note(first is null ? "signals nobody at" : $"wakes {first.Name} at");
        if (first is { } thread)
        {
            first = thread.WaitsBefore;
            last = first is null ? null : last;
            thread.WaitsBefore = null;
            thread.IsSignalled = true;
            signalled ^= StableHash.Mix(9, thread.Key);
            Touches(Touch.Enable, (int)thread.Key);
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
        while (first is not null)
        {
            Signal();
        }

        Changed();
    }

    internal override string Missed(in Pending operation) =>
        lost is { } signal ? $"; the signal of {Name} by {signal.Thread} at step {signal.Step} found nobody waiting"
        : hasBeenSignalled ? ""
        : $"; nobody has signalled {Name}";

    /// <summary>Each waiter waits for its own signal, and all for the mutex.</summary>
    protected internal override void Declare(in Pending operation, ControlledThread thread)
    {
        Touches(Touch.Await, (int)thread.Key);
        mutex.TouchesAsAcquired();
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        thread.IsSignalled && mutex.Owner is null;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        thread.IsSignalled = false;
        signalled ^= StableHash.Mix(9, thread.Key);
        mutex.Take(thread);
        return 0;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread) => Observe(thread);

    protected internal override string Describe(in Pending operation) => $"wait for {Name}";
}
