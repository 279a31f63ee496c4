namespace Exploration.Primitives;

/// <summary>An event that stays set until it is reset.</summary>
public sealed class Event(World world, string name) : SharedObject(world, name)
{
    public bool IsSet { get; private set; }

    protected internal override ulong StateHash => IsSet ? 1UL : 0UL;

    public Operation Wait() => Begin(Access.Wait);

    public Operation Set() => Begin(Access.Signal);

    public void Reset()
    {
        IsSet = false;
        Changed();
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access != Access.Wait || IsSet;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        IsSet |= operation.Access == Access.Signal;
        return 0;
    }
}
