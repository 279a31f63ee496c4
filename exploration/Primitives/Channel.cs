namespace Exploration.Primitives;

/// <summary>A queue between threads; sending waits while it is full, receiving while it is empty and open.</summary>
public sealed class Channel<T>(World world, string name, int capacity = int.MaxValue)
    : SharedObject(world, name), IResultOf<(bool Received, T Item)>
{
    private readonly Queue<(T Item, ulong Hash)> items = new();
    private readonly Dictionary<int, T> sending = [];
    private (bool, T) result;

    public bool IsClosed { get; private set; }

    public int Count => items.Count;

    protected internal override ulong StateHash =>
        items.Aggregate(IsClosed ? 1UL : 2UL, (hash, item) => StableHash.Mix(hash, item.Hash));

    public Operation Send(T item)
    {
        sending[World.Current!.Id] = item;
        return Begin(Access.Send);
    }

    /// <summary>The next item, or <c>(false, default)</c> when the channel is closed and empty.</summary>
    public Operation<(bool Received, T Item)> Receive() => Begin(this, Access.Receive);

    public void Close()
    {
        IsClosed = true;
        Changed();
    }

    public (bool Received, T Item) TakeResult() => result;

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send ? items.Count < capacity : items.Count > 0 || IsClosed;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Send)
        {
            var item = sending[thread.Id];
            items.Enqueue((item, StableHash.TryOf(item, out var hash) ? hash : thread.History));
            return 0;
        }

        if (items.TryDequeue(out var next))
        {
            result = (true, next.Item);
            return next.Hash;
        }

        result = (false, default!);
        return 1;
    }
}
