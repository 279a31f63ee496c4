namespace Exploration.Primitives;

/// <summary>A lock with an owner. It is not re-entrant: acquiring it twice is an error, not a deadlock.</summary>
public sealed class Mutex(World world, string name) : SharedObject(world, name), IResultOf<bool>
{
    private const long Try = 1;
    private bool taken;

    public ControlledThread? Owner { get; private set; }

    protected internal override ulong StateHash => Owner is null ? 0UL : (ulong)Owner.Id + 1;

    public Operation Acquire() => Begin(Access.Acquire);

    /// <summary>Takes the lock if it is free; the result says whether.</summary>
    public Operation<bool> TryAcquire() => Begin(this, Access.Acquire, Try);

    /// <summary>Gives the lock back. It is no scheduling point: who wants the lock decides when to take it.</summary>
    public void Release()
    {
        if (Owner != World.Current)
        {
            throw new MisuseException($"{World.Current?.Name} releases {Name}, which it does not hold.");
        }

        Note("releases");
        Abandon();
    }

    /// <summary>The owner's process died.</summary>
    public void Abandon()
    {
        Publish();
        Owner = null;
        Changed(Touch.Enable);
    }

    public bool TakeResult() => taken;

    protected internal override void Declare(in Pending operation, ControlledThread thread) => Touches(
        operation.Argument != Try ? Touch.Await : Owner is null ? Touch.Write : Touch.Read);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread)
    {
        if (operation.Argument == Try)
        {
            return true;
        }

        if (Owner == thread)
        {
            throw new MisuseException($"{thread.Name} acquires {Name}, which it already holds.");
        }

        return Owner is null;
    }

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        taken = Owner is null;
        Owner ??= thread;
        return taken ? 1UL : 0;
    }

    protected internal override IEnumerable<ControlledThread> Blockers(Pending operation) => Owner is { } owner ? [owner] : [];

    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
        if (Owner == thread)
        {
            Observe(thread);
        }
    }

    /// <summary>Taken by an operation of another object, such as the end of a wait.</summary>
    internal void Take(ControlledThread thread)
    {
        Owner = thread;
        if (World.Clocks is not null)
        {
            Observe(thread);
        }

        Rehash();
    }

    internal void TouchesAsAcquired() => Touches(Touch.Await);

    protected internal override string DescribeResult(in Pending operation, ControlledThread thread) =>
        operation.Argument != Try ? "" : taken ? "taken" : "not taken";

    protected internal override string Describe(in Pending operation) =>
        operation.Argument == Try ? $"try to acquire {Name}" : $"acquire {Name}";
}
