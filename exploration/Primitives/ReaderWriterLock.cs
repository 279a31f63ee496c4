namespace Exploration.Primitives;

/// <summary>A lock that many readers or one writer hold. Nobody is preferred. It is not re-entrant.</summary>
public sealed class ReaderWriterLock(World world, string name) : SharedObject(world, name)
{
    private readonly List<ControlledThread> readers = [];

    public ControlledThread? Writer { get; private set; }

    public int Readers => readers.Count;

    protected internal override ulong StateHash => readers.Aggregate(
        Writer is null ? 0UL : (ulong)Writer.Id + 1, (hash, reader) => hash + StableHash.Mix((ulong)reader.Id, 0x52));

    public Operation EnterRead() => Begin(Access.Read);

    public Operation EnterWrite() => Begin(Access.Acquire);

    /// <summary>It is no scheduling point, and neither is <see cref="ExitWrite"/>.</summary>
    public void ExitRead()
    {
        Note("stops reading under");
        if (!readers.Remove(World.Current!))
        {
            throw new MisuseException($"{World.Current?.Name} gives back {Name}, which it does not read.");
        }

        Publish();
        Changed(Touch.EnableShared);
    }

    public void ExitWrite()
    {
        Note("stops writing under");
        if (Writer != World.Current)
        {
            throw new MisuseException($"{World.Current?.Name} gives back {Name}, which it does not write.");
        }

        Writer = null;
        Publish();
        Changed(Touch.Enable);
    }

    protected internal override void Declare(in Pending operation, ControlledThread thread) =>
        Touches(operation.Access == Access.Read ? Touch.AwaitShared : Touch.Await);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread)
    {
        if (Writer == thread || readers.Contains(thread))
        {
            throw new MisuseException($"{thread.Name} enters {Name}, which it already holds.");
        }

        return Writer is null && (operation.Access == Access.Read || readers.Count == 0);
    }

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Read)
        {
            readers.Add(thread);
        }
        else
        {
            Writer = thread;
        }

        return 0;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread) => Observe(thread);

    protected internal override IEnumerable<ControlledThread> Blockers(Pending operation) =>
        Writer is { } writer ? [writer] : operation.Access == Access.Read ? [] : readers;

    protected internal override string Describe(in Pending operation) =>
        operation.Access == Access.Read ? $"enter {Name} to read" : $"enter {Name} to write";
}
