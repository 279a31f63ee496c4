namespace Exploration.Primitives;

/// <summary>An event that lets one waiter go on and is reset by it. Setting it twice lets one go on.</summary>
public sealed class AutoEvent(World world, string name, bool isSet = false) : SharedObject(world, name)
{
    public bool IsSet { get; private set; } = isSet;

    protected internal override ulong StateHash => IsSet ? 1UL : 0UL;

    public Operation Wait() => Begin(Access.Wait);

    /// <summary>It is no scheduling point.</summary>
    public void Set()
    {
        Note("sets");
        IsSet = true;
        Publish();
        Changed();
    }

    protected internal override void Declare(in Pending operation, ControlledThread thread) => Touches(Touch.Write | Touch.MayWait);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) => IsSet;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        IsSet = false;
        return 0;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread) => Observe(thread);

    protected internal override string Describe(in Pending operation) => $"wait for {Name}";
}
