namespace Exploration.Primitives;

/// <summary>A variable that threads share. Each read, write and compare-and-set is one operation.</summary>
public sealed class Shared<T> : SharedObject, IResultOf<T>
{
    private T result;
    private T operand;
    private T expected;
    private ulong lineage;

    public Shared(World world, string name, T initial)
        : base(world, name)
    {
        Value = result = operand = expected = initial;
        Changed();
    }

    /// <summary>The value now, for laws and for the thread that owns the variable. It is no operation.</summary>
    public T Value { get; private set; }

    protected internal override ulong StateHash => StableHash.TryOf(Value, out var hash) ? hash : lineage;

    public Operation<T> Read() => Begin(this, Access.Read);

    public Operation Write(T value)
    {
        operand = value;
        pending[World.Current!.Id] = (value, default!);
        return Begin(Access.Write);
    }

    /// <summary>Stores <paramref name="value"/> if the variable holds <paramref name="expect"/>; the result is what
    /// it held before.</summary>
    public Operation<T> CompareExchange(T expect, T value)
    {
        pending[World.Current!.Id] = (value, expect);
        return Begin(this, Access.Write, 1);
    }

    /// <summary>Stores without a scheduling point: for a variable that a lock the thread holds protects.</summary>
    public void Set(T value)
    {
        Value = value;
        lineage = StableHash.Mix(lineage, World.Current?.History ?? 0);
        Changed();
    }

    public T TakeResult() => result;

    private readonly Dictionary<int, (T Value, T Expected)> pending = [];

    protected internal override void Declare(in Pending operation, ControlledThread thread) => Touches(
        operation.Access == Access.Read || (operation.Argument == 1 && !Holds(pending[thread.Id].Expected))
            ? Touch.Read
            : Touch.Write);

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        result = Value;
        if (operation.Access == Access.Write)
        {
            (operand, expected) = pending[thread.Id];
            if (operation.Argument == 0 || Holds(expected))
            {
                Value = operand;
                lineage = StableHash.Mix(lineage, thread.History);
            }

            return operation.Argument == 0 ? 0 : HashOf(result);
        }

        return HashOf(Value);
    }

    protected internal override string Describe(in Pending operation) => operation switch
    {
        { Access: Access.Read } => $"read {Name}",
        { Argument: 1 } => $"compare-and-set {Name}",
        _ => $"write {Name}",
    };

    private bool Holds(T wanted) => EqualityComparer<T>.Default.Equals(Value, wanted);

    private ulong HashOf(T value) => StableHash.TryOf(value, out var hash) ? hash : lineage;
}
