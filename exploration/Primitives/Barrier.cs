namespace Exploration.Primitives;

/// <summary>Lets nobody go on until so many threads have arrived; then it serves again.</summary>
public sealed class Barrier(World world, string name, int participants) : SharedObject(world, name)
{
    private readonly List<ulong> arrived = [];
    private List<ulong> before = [];
    private int phase;

    protected internal override ulong StateHash =>
        arrived.Aggregate((ulong)phase, (hash, key) => hash + StableHash.Mix(key, 0xBA));

    /// <summary>Arrives, and waits for the others.</summary>
    public Operation SignalAndWait()
    {
        var own = phase;
        arrived.Add(World.Current!.Key);
        Publish();
        Touches(Touch.Enable, Place(own, World.Current.Key));
        if (arrived.Count == participants)
        {
            before = [.. arrived];
            arrived.Clear();
            phase++;
        }

        Rehash();
        return Begin(Access.Wait, own);
    }

    /// <summary>Arrivals may be swapped, and so may those who go on; each of those comes after every arrival.</summary>
    protected internal override void Declare(in Pending operation, ControlledThread thread)
    {
        foreach (var key in phase > operation.Argument ? before : arrived)
        {
            Touches(Touch.AwaitShared, Place((int)operation.Argument, key));
        }
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) => phase > operation.Argument;

    protected internal override ulong Run(in Pending operation, ControlledThread thread) => 0;

    protected internal override void Synchronize(in Pending operation, ControlledThread thread) => Observe(thread);

    protected internal override string Describe(in Pending operation) => $"wait at {Name}";

    private static int Place(int phase, ulong key) => (int)StableHash.Mix((ulong)phase, key);
}
