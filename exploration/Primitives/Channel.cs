namespace Exploration.Primitives;

/// <summary>A queue between threads; sending waits while it is full, receiving while it is empty and open.</summary>
public sealed class Channel<T>(World world, string name, int capacity = int.MaxValue)
    : SharedObject(world, name), IResultOf<(bool Received, T Item)>
{
    private const int Tail = 0;
    private const int Head = 1;
    private const int FirstSlot = 2;
    private const long Try = 1;
    private readonly Queue<(T Item, ulong Hash, int[]? Clock)> items = new();
    private PerThread<T> sending;
    private (bool, T) result;
    private int sent;
    private int received;

    public bool IsClosed { get; private set; }

    /// <summary>It was closed by <see cref="Break"/>.</summary>
    public bool IsBroken { get; private set; }

    public int Count => items.Count;

    protected internal override ulong StateHash =>
        items.Aggregate(IsClosed ? 1UL : 2UL, (hash, item) => StableHash.Mix(hash, item.Hash));

    public Operation Send(T item)
    {
        sending[World.Current!] = item;
        return Begin(Access.Send);
    }

    /// <summary>The next item, or <c>(false, default)</c> when the channel is closed and empty.</summary>
    public Operation<(bool Received, T Item)> Receive() => Begin(this, Access.Receive);

    /// <summary>The next item, or <c>(false, default)</c> when there is none now.</summary>
    public Operation<(bool Received, T Item)> TryReceive() => Begin(this, Access.Receive, Try);

    /// <summary>Nothing more will come. It is no scheduling point.</summary>
    public void Close()
    {
        Note("closes");
        Publish();
        IsClosed = true;
        Changed(Touch.Enable);
    }

    /// <summary>Closes it, and what was sent and not received is lost. Sending to it from then on does nothing.</summary>
    public void Break()
    {
        Note("breaks");
        Publish();
        (IsClosed, IsBroken) = (true, true);
        received += items.Count;
        items.Clear();
        Touches(Touch.Write, Head);
        Touches(Touch.Enable, Tail);
        Rehash();
    }

    public (bool Received, T Item) TakeResult() => result;

    /// <summary>Senders meet at the tail and receivers at the head; a sender meets a receiver at the item, and, when the
    /// channel was full, at the room the receiver made.</summary>
    protected internal override void Declare(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Send)
        {
            Touches(Touch.Write, Tail);
            Touches(Touch.Enable, FirstSlot + sent);
            if (sent >= capacity)
            {
                Touches(Touch.AwaitShared, -1 - (sent - capacity));
            }

            return;
        }

        Touches(Touch.Write, Head);
        if (items.Count == 0 && IsClosed)
        {
            // What broke it may have taken away what could have been received before.
            Touches(IsBroken ? Touch.Read : Touch.AwaitShared, Tail);
            return;
        }

        Touches(operation.Argument == Try ? Touch.Read : Touch.AwaitShared, FirstSlot + received);
        if (items.Count > 0 && capacity != int.MaxValue)
        {
            Touches(Touch.Enable, -1 - received);
        }
    }

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send ? items.Count < capacity || IsClosed : items.Count > 0 || IsClosed || operation.Argument == Try;

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Send)
        {
            if (IsClosed)
            {
                return IsBroken ? 0UL : throw new MisuseException($"{thread.Name} sends to {Name}, which is closed.");
            }

            var item = sending[thread];
            items.Enqueue((item, StableHash.TryOf(item, out var hash) ? hash : thread.History, thread.ClockForOthers()));
            sent++;
            return 0;
        }

        if (items.TryDequeue(out var next))
        {
            received++;
            thread.Observe(next.Clock);
            result = (true, next.Item);
            return next.Hash;
        }

        result = (false, default!);
        return 1;
    }

    /// <summary>A receiver knows what the sender knew; at the end, what the one who closed it knew; a sender that had to
    /// wait for room, what receivers knew.</summary>
    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
        var receives = operation.Access == Access.Receive;
        if (receives ? !result.Item1 : sent > capacity)
        {
            Observe(thread);
        }

        if (receives && capacity != int.MaxValue)
        {
            Publish();
        }
    }

    protected internal override string DescribeResult(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send ? $"{sending[thread]}" : result.Item1 ? $"{result.Item2}" : IsClosed ? "closed" : "nothing";

    protected internal override string Describe(in Pending operation) =>
        operation.Access == Access.Send ? $"send to {Name}" : $"receive from {Name}";
}
