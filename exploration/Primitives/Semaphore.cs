namespace Exploration.Primitives;

/// <summary>A number of permits. Waiting takes one, releasing gives one back, whoever took it.</summary>
public sealed class Semaphore(World world, string name, int initial, int most = int.MaxValue) : SharedObject(world, name)
{
    public int Count { get; private set; } = initial;

    protected internal override ulong StateHash => (ulong)Count;

    public Operation Wait() => Begin(Access.Wait);

    /// <summary>Gives a permit back. It is no scheduling point.</summary>
    public void Release()
    {
        Note("releases a permit of");
        if (Count == most)
        {
            throw new MisuseException($"{World.Current?.Name} releases {Name} once more than it was taken; it has {most} permits.");
        }

        Count++;
        Publish();
        Changed();
    }

    protected internal override void Declare(in Pending operation, ControlledThread thread) => Touches(Touch.Write | Touch.MayWait);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) => Count > 0;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        Count--;
        return 0;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread) => Observe(thread);

    protected internal override string Describe(in Pending operation) => $"wait for {Name}";
}
