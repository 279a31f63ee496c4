namespace Exploration;

/// <summary>A cooperative thread of a world: an asynchronous method that runs from one operation to the next.</summary>
public sealed class ControlledThread
{
    private readonly World world;
    private ulong contribution;

    internal ControlledThread(World world, int id, string name, Func<Routine> body, bool daemon)
    {
        this.world = world;
        Id = id;
        Name = name;
        Body = body;
        IsDaemon = daemon;
        History = StableHash.Of(name);
    }

    public int Id { get; }

    public string Name { get; }

    /// <summary>A daemon may wait for ever without that being a deadlock.</summary>
    public bool IsDaemon { get; }

    public bool IsFinished { get; internal set; }

    /// <summary>The process this thread lived in has died: it never runs again.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The operation it will do next.</summary>
    public Pending Next { get; internal set; }

    internal Func<Routine> Body { get; }

    internal Action? Continuation { get; set; }

    internal bool Started { get; set; }

    /// <summary>Hash of all this thread has learned. As threads are deterministic it determines their local state.</summary>
    internal ulong History { get; set; }


    /// <summary>Its next operation may be put off for ever.</summary>
    public bool IsWeak => Next.Target.IsWeak(Next);

    /// <summary>Its next operation can happen now.</summary>
    public bool IsReady => !IsFinished && !IsStopped && Next.Target.CanRun(Next, this);

    /// <summary>Ends the thread where it stands, as the death of its process does.</summary>
    public void Stop()
    {
        IsStopped = true;
        Changed();
    }

    internal void Learn(ulong observed) => History = StableHash.Mix(History, observed);

    internal void Changed()
    {
        world.ThreadsHash ^= contribution;
        contribution = IsFinished || IsStopped
            ? StableHash.Mix((ulong)Id + 0x100, IsFinished ? 1UL : 2UL)
            : StableHash.Mix((ulong)Id + 0x100, History);
        world.ThreadsHash ^= contribution;
    }
}
