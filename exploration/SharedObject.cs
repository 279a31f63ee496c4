namespace Exploration;

/// <summary>Something threads share. Every access to it is an operation; what an operation does, and when it can be
/// done, is written here, so that new kinds of objects need nothing from the world but this class.</summary>
public abstract class SharedObject
{
    private ulong contribution;

    protected SharedObject(World world, string name)
    {
        World = world;
        Name = name;
        Id = world.Register(this);
    }

    public World World { get; }

    public string Name { get; }

    public int Id { get; }

    /// <summary>Whether the operation can happen now.</summary>
    protected internal virtual bool CanRun(in Pending operation, ControlledThread thread) => true;

    /// <summary>Whether the operation may be put off for ever, as an environment may do (a slow network, an idle
    /// guest). A world whose only possible operations are such has come to rest.</summary>
    protected internal virtual bool IsWeak(in Pending operation) => false;

    /// <summary>Carries the operation out. Returns what the thread has learned from it, as a hash.</summary>
    protected internal abstract ulong Run(in Pending operation, ControlledThread thread);

    /// <summary>A hash of everything this object holds.</summary>
    protected internal abstract ulong StateHash { get; }

    /// <summary>The operation as schedules print it.</summary>
    protected internal virtual string Describe(in Pending operation) => $"{operation.Access} {Name}";

    protected Operation Begin(Access access, long argument = 0)
    {
        World.Announce(new Pending(this, access, argument));
        return new Operation(World);
    }

    protected Operation<T> Begin<T>(IResultOf<T> self, Access access, long argument = 0)
    {
        World.Announce(new Pending(this, access, argument));
        return new Operation<T>(World, self);
    }

    /// <summary>A choice inside an operation, for what the environment decides.</summary>
    protected int Decide(int count, string about) => World.NextChoice(count, about);

    /// <summary>Tells the world that <see cref="StateHash"/> may have changed.</summary>
    protected internal void Changed()
    {
        World.ObjectsHash ^= contribution;
        contribution = Exploration.StableHash.Mix((ulong)Id + 1, StateHash);
        World.ObjectsHash ^= contribution;
    }
}
