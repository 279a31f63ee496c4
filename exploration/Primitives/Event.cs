namespace Exploration.Primitives;

/// <summary>An event that stays set until it is reset.</summary>
public sealed class Event(World world, string name) : SharedObject(world, name)
{
    public bool IsSet { get; private set; }

    protected internal override ulong StateHash => IsSet ? 1UL : 0UL;

    public Operation Wait() => Begin(Access.Wait);

    public Operation Set() => Begin(Access.Signal);

    /// <summary>Sets it without a scheduling point.</summary>
    public void SetNow()
    {
        Note("sets");
        Publish();
        Changed(IsSet ? Touch.Read : Touch.Enable);
        IsSet = true;
        Rehash();
    }

    public void Reset()
    {
        Note("resets");
        IsSet = false;
        Changed();
    }

    /// <summary>Setting it again lets nobody go on.</summary>
    protected internal override void Declare(in Pending operation, ControlledThread thread) =>
        Touches(operation.Access == Access.Wait ? Touch.AwaitShared : IsSet ? Touch.Read : Touch.Enable);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access != Access.Wait || IsSet;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        IsSet |= operation.Access == Access.Signal;
        return 0;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Wait)
        {
            Observe(thread);
        }
        else
        {
            Publish();
        }
    }

    protected internal override string Describe(in Pending operation) =>
        operation.Access == Access.Wait ? $"wait for {Name}" : $"set {Name}";
}
