namespace Exploration.Primitives;

/// <summary>A variable that threads share. Each read, write and compare-and-set is one operation.</summary>
public sealed class Shared<T> : SharedObject, IResultOf<T>
{
    private PerThread<(T Value, T Expected)> pending;
    private T current;
    private T result;
    private ulong lineage;

    public Shared(World world, string name, T initial)
        : base(world, name)
    {
        current = result = initial;
        Changed();
    }

    /// <summary>The value now, without a scheduling point: for laws, and under a lock.</summary>
    public T Value
    {
        get
        {
            Touches(Touch.Read);
            if (World is { IsHashing: true, IsRunning: true })
            {
                World.Current!.Learn(HashOf(current));
            }

            return current;
        }
    }

    protected internal override ulong StateHash => StableHash.TryOf(current, out var hash) ? hash : lineage;

    public Operation<T> Read() => Begin(this, Access.Read);

    public Operation Write(T value)
    {
        pending[World.Current!] = (value, default!);
        return Begin(Access.Write);
    }

    /// <summary>Stores <paramref name="value"/> if the variable holds <paramref name="expect"/>; the result is what
    /// it held before.</summary>
    public Operation<T> CompareExchange(T expect, T value)
    {
        pending[World.Current!] = (value, expect);
        return Begin(this, Access.Write, 1);
    }

    /// <summary>Stores <paramref name="value"/>; the result is what the variable held before.</summary>
    public Operation<T> Exchange(T value)
    {
        pending[World.Current!] = (value, default!);
        return Begin(this, Access.Write, 2);
    }

    /// <summary>Stores without a scheduling point: for a variable that a lock the thread holds protects.</summary>
    public void Set(T value)
    {
        current = value;
        lineage = StableHash.Mix(lineage, World.Current?.History ?? 0);
        Changed();
    }

    public T TakeResult() => result;

    protected internal override void Declare(in Pending operation, ControlledThread thread) => Touches(
        operation.Access == Access.Read || (operation.Argument == 1 && !Holds(pending[thread].Expected))
            ? Touch.Read
            : Touch.Write);

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        result = current;
        if (operation.Access == Access.Write)
        {
            var (value, expected) = pending[thread];
            if (operation.Argument != 1 || Holds(expected))
            {
                current = value;
                lineage = StableHash.Mix(lineage, thread.History);
            }

            return operation.Argument == 0 ? 0 : HashOf(result);
        }

        return HashOf(current);
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Read || operation.Argument != 0)
        {
            Observe(thread);
        }

        if (operation.Access == Access.Write)
        {
            Publish();
        }
    }

    protected internal override string Describe(in Pending operation) => operation switch
    {
        { Access: Access.Read } => $"read {Name}",
        { Argument: 2 } => $"exchange {Name}",
        { Argument: 1 } => $"compare-and-set {Name}",
        _ => $"write {Name}",
    };

    protected internal override string DescribeResult(in Pending operation, ControlledThread thread) => operation switch
    {
        { Access: Access.Read } => $"{result}",
        { Argument: 1 } when !Holds(pending[thread].Value) || !EqualityComparer<T>.Default.Equals(result, pending[thread].Expected) => $"{result}, kept",
        { Argument: 0 } => $"{current}",
        _ => $"{result} to {current}",
    };

    private bool Holds(T wanted) => EqualityComparer<T>.Default.Equals(current, wanted);

    private ulong HashOf(T value) => StableHash.TryOf(value, out var hash) ? hash : lineage;
}
