namespace Exploration.Primitives;

/// <summary>A lock with an owner. It is not re-entrant: acquiring it twice is an error, not a deadlock.</summary>
public sealed class Mutex(World world, string name) : SharedObject(world, name)
{
    public ControlledThread? Owner { get; private set; }

    protected internal override ulong StateHash => Owner is null ? 0UL : (ulong)Owner.Id + 1;

    public Operation Acquire() => Begin(Access.Acquire);

    /// <summary>Gives the lock back. It is no scheduling point: who wants the lock decides when to take it.</summary>
    public void Release()
    {
        if (Owner != World.Current)
        {
            throw new SynchronizationLockException($"{World.Current?.Name} released {Name}, which it does not hold.");
        }

        Owner = null;
        Changed();
    }

    /// <summary>The owner's process died.</summary>
    public void Abandon()
    {
        Owner = null;
        Changed();
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread)
    {
        if (Owner == thread)
        {
            throw new SynchronizationLockException($"{thread.Name} acquires {Name}, which it already holds.");
        }

        return Owner is null;
    }

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        Owner = thread;
        return 0;
    }
}
