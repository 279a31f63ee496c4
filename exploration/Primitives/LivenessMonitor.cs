namespace Exploration.Primitives;

/// <summary>Says that something has to happen: while it is hot, it has not. An execution that ends hot, or a fair one that
/// stays hot to the step limit, is a livelock: its story ends with the part that comes again and again. Heating and cooling is no scheduling point.</summary>
public sealed class LivenessMonitor : SharedObject
{
    private int hotSince;

    public LivenessMonitor(World world, string name)
        : base(world, name) => World.Watch(this);

    public bool IsHot { get; private set; }

    protected internal override ulong StateHash => IsHot ? 1UL : 0UL;

    internal string Complaint => $"{Name} has not come since step {hotSince}";

    public void Hot()
    {
        hotSince = IsHot ? hotSince : World.Steps;
        IsHot = true;
        Changed();
    }

    public void Cold()
    {
        IsHot = false;
        Changed();
    }

    /// <summary>It has no operations.</summary>
    protected internal override ulong Run(in Pending operation, ControlledThread thread) => throw new NotSupportedException();
}
