namespace Exploration.Primitives;

/// <summary>An ordinary field. Reading and writing it is no scheduling point; two accesses, one of them a write, that
/// nothing orders are a data race and end the execution.</summary>
public sealed class Plain<T> : SharedObject
{
    private List<PlainAccess>? otherReads;
    private PlainAccess read;
    private PlainAccess written;
    private T current;
    private ulong lineage;

    public Plain(World world, string name, T initial)
        : base(world, name)
    {
        World.WatchRaces();
        current = initial;
        if (World.IsRunning)
        {
            written = PlainAccess.Of(World);
        }

        Rehash();
    }

    public T Value
    {
        get
        {
            if (World.IsRunning)
            {
                World.Witness?.Accessed(World.Current!, Name, "reads", $"{current}");
                Read();
            }

            return current;
        }

        set
        {
            if (World.IsRunning)
            {
                World.Witness?.Accessed(World.Current!, Name, "writes", $"{value}");
                Write();
            }

            current = value;
            Rehash();
        }
    }

    protected internal override ulong StateHash => Hash;

    private ulong Hash => StableHash.TryOf(current, out var hash) ? hash : lineage;

    /// <summary>It has no operations.</summary>
    protected internal override ulong Run(in Pending operation, ControlledThread thread) => throw new NotSupportedException();

    private void Read()
    {
        Touches(Touch.Read);
        Check(written, "write", "read");
        var now = PlainAccess.Of(World);
        if (read.Thread is null || read.IsKnownTo(now.Thread!))
        {
            read = now;
        }
        else
        {
            KeepBeside(now);
        }

        if (World.IsHashing)
        {
            World.Current!.Learn(Hash);
        }
    }

    private void Write()
    {
        Touches(Touch.Write);
        Check(written, "write", "write");
        Check(read, "read", "write");
        if (otherReads is { Count: > 0 } others)
        {
            others.ForEach(other => Check(other, "read", "write"));
            others.Clear();
        }

        read = default;
        written = PlainAccess.Of(World);
        lineage = StableHash.Mix(lineage, World.Current!.History);
    }

    /// <summary>Reads that nothing orders are kept each; a method of its own, as what it captures costs every read.</summary>
    private void KeepBeside(PlainAccess now)
    {
        otherReads ??= [];
        otherReads.RemoveAll(other => other.Thread == now.Thread);
        otherReads.Add(now);
    }

    private void Check(in PlainAccess earlier, string what, string now)
    {
        if (earlier.Thread is { } other && !earlier.IsKnownTo(World.Current!))
        {
            throw new DataRaceException(Name, World.Current!.Name, now, World.Steps, other.Name, what, earlier.Step);
        }
    }
}

/// <summary>Who accessed a field, in which of its spans, and at which step.</summary>
internal readonly record struct PlainAccess(ControlledThread? Thread, int Span, int Step)
{
    internal static PlainAccess Of(World world) =>
        new(world.Current, world.Current!.Clock[world.Current.Id], world.Steps);

    internal bool IsKnownTo(ControlledThread other) =>
        other == Thread || (Thread!.Id < other.Clock.Length && other.Clock[Thread.Id] >= Span);
}

/// <summary>Two threads accessed a field, nothing orders the accesses, and one of them is a write.</summary>
public sealed class DataRaceException(string name, string thread, string access, int step, string other, string otherAccess, int otherStep)
    : Exception($"data race on {name}: {access} by {thread} (step {step}) and {otherAccess} by {other} (step {otherStep}); nothing orders them")
{
    /// <summary>The field.</summary>
    public string Field { get; } = name;

    /// <summary>The steps of the two accesses, from 1; the earlier first.</summary>
    public (int Earlier, int Later) Steps { get; } = (otherStep, step);
}
