namespace Exploration;

/// <summary>Something threads share. Every access to it is an operation; what an operation does, when it can be done
/// and what it touches is written here, so that new kinds of objects need nothing from the world but this class.</summary>
public abstract class SharedObject
{
    private ulong contribution;
    private int[]? clock;

    protected SharedObject(World world, string name)
    {
        World = world;
        Name = name;
        Id = world.Register();
    }

    public World World { get; }

    public string Name { get; }

    public int Id { get; }

    /// <summary>Whether some of its operations may be put off for ever.</summary>
    protected internal virtual bool HasWeakOperations => false;

    /// <summary>Whether the operation can happen now.</summary>
    protected internal virtual bool CanRun(in Pending operation, ControlledThread thread) => true;

    /// <summary>Whether the operation may be put off for ever, as an environment may do (a slow network, an idle
    /// guest). A world whose only possible operations are such has come to rest.</summary>
    protected internal virtual bool IsWeak(in Pending operation) => false;

    /// <summary>Says with <see cref="Touches"/> what the operation will touch; called before it is carried out.</summary>
    protected internal virtual void Declare(in Pending operation, ControlledThread thread) =>
        Touches(operation.Access == Access.Read ? Touch.Read : Touch.Write | Touch.MayWait);

    /// <summary>Carries the operation out. Returns what the thread has learned from it, as a hash.</summary>
    protected internal abstract ulong Run(in Pending operation, ControlledThread thread);

    /// <summary>A hash of everything this object holds.</summary>
    protected internal abstract ulong StateHash { get; }

    /// <summary>The operation as schedules print it.</summary>
    protected internal virtual string Describe(in Pending operation) => $"{operation.Access} {Name}";

    /// <summary>Who would have to do something for the operation to happen, where the object knows.</summary>
    protected internal virtual IEnumerable<ControlledThread> Blockers(Pending operation) => [];

    /// <summary>What the operation that waits for ever has missed, such as a lost signal; begins with a semicolon.</summary>
    internal virtual string Missed(in Pending operation) => "";

    /// <summary>Says with <see cref="Observe"/> and <see cref="Publish"/> what the operation that was just carried out tells
    /// its thread of others, and others of its thread. Called only where races are looked for.</summary>
    protected internal virtual void Synchronize(in Pending operation, ControlledThread thread)
    {
        Observe(thread);
        Publish();
    }

    /// <summary>What was published here happened before what the thread does from now on.</summary>
    protected void Observe(ControlledThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        thread.Observe(clock);
    }

    /// <summary>What the running thread did so far happened before what those do that observe this object from now on.</summary>
    protected void Publish()
    {
        if (World.Clocks is not null)
        {
            World.Current?.Publish(ref clock);
        }
    }

    /// <summary>The values the operation that was just carried out read or wrote, for those who read a schedule.</summary>
    protected internal virtual string DescribeResult(in Pending operation, ControlledThread thread) => "";

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

    /// <summary>For those who read a story: the running thread did something that is no scheduling point.</summary>
    protected void Note(string verb) => World.Witness?.Noted($"{verb} {Name}");

    /// <summary>A choice inside an operation, for what the environment decides. What the step touches may not depend on it.</summary>
    protected int Decide(int count, string about) => World.NextChoice(count, about);

    /// <summary>The step under way touches this object, or a numbered part of it.</summary>
    protected void Touches(Touch touch, int part = 0)
    {
        if (World.IsTracing)
        {
            World.Touch(((ulong)(uint)Id << 32) | (uint)part, touch);
        }
    }

    /// <summary>The step under way has changed this object, beside its operation.</summary>
    protected internal void Changed(Touch touch = Touch.Write)
    {
        Touches(touch);
        Rehash();
    }

    /// <summary>Tells the world that <see cref="StateHash"/> may have changed.</summary>
    protected internal void Rehash()
    {
        if (World.IsHashing)
        {
            World.ObjectsHash ^= contribution;
            contribution = StableHash.Mix((ulong)Id + 1, StateHash);
            World.ObjectsHash ^= contribution;
        }
    }
}
