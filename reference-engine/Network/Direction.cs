using Exploration;

namespace Migconf.ReferenceEngine.Network;

/// <summary>One direction of a connection. Bytes under way when a connection breaks may arrive or not, and a sender
/// may lose some more messages before it learns of the break: both are the environment's choice.</summary>
public sealed class Direction(World world, string name) : SharedObject(world, name), IResultOf<Message?>, IResultOf<bool>
{
    /// <summary>More than a migration of a few pages has to send.</summary>
    private const int MayBeLost = 8;
    private readonly Queue<Message> underWay = new();
    private readonly Dictionary<int, Message> sending = [];
    private Message? received;
    private bool sent;
    private int lost;

    /// <summary>The connection is gone; what is under way may be lost.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The sender has closed in order; what is under way arrives.</summary>
    public bool IsClosed { get; private set; }

    public bool IsStalled { get; private set; }

    protected override ulong StateHash => underWay.Aggregate(
        (IsBroken ? 1UL : 0) | (IsClosed ? 2UL : 0) | (IsStalled ? 4UL : 0) | ((ulong)lost << 3),
        (hash, message) => Exploration.StableHash.Mix(hash, message.StableHash()));

    /// <summary>False: the connection is known to be gone.</summary>
    public Operation<bool> Send(Message message)
    {
        sending[World.Current!.Id] = message;
        return Begin<bool>(this, Access.Send, (long)message.Kind);
    }

    /// <summary>The next message, or null at the end.</summary>
    public Operation<Message?> Receive() => Begin<Message?>(this, Access.Receive);

    public void Break()
    {
        IsBroken = true;
        Changed();
    }

    public void Close()
    {
        IsClosed = true;
        Changed();
    }

    public void Stall(bool stalled)
    {
        IsStalled = stalled;
        Changed();
    }

    bool IResultOf<bool>.TakeResult() => sent;

    Message? IResultOf<Message?>.TakeResult() => received;

    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send || IsBroken || (!IsStalled && (IsClosed || underWay.Count > 0));

    /// <summary>Into a stalled connection a sender may write until some buffer is full.</summary>
    protected override bool IsWeak(in Pending operation) =>
        operation.Access == Access.Send && IsStalled && !IsBroken && !IsClosed;

    protected override ulong Run(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send ? Send(thread) : Receive(operation);

    protected override string Describe(in Pending operation) => operation.Access == Access.Send
        ? $"send {(MessageKind)operation.Argument} {Name}"
        : $"receive {Name}";

    private ulong Send(ControlledThread thread)
    {
        if (IsClosed)
        {
            sent = false;
        }
        else if (IsBroken)
        {
            sent = lost < MayBeLost && Decide(2, "a send into a broken link: noticed or lost") == 1;
            lost++;
        }
        else
        {
            underWay.Enqueue(sending[thread.Id]);
            sent = true;
        }

        return sent ? 1UL : 0UL;
    }

    private ulong Receive(in Pending operation)
    {
        _ = operation;
        var lost = IsBroken && (underWay.Count == 0 || Decide(2, "bytes under way: lost or delivered") == 0);
        received = !lost && underWay.TryDequeue(out var message) ? message : null;
        return received?.StableHash() ?? 0;
    }
}
