using Exploration;

namespace Migconf.ReferenceEngine.Network;

/// <summary>One direction of a connection. Bytes under way when a connection breaks may arrive or not, and a sender
/// may lose some more messages before it learns of the break: both are the environment's choice.</summary>
public sealed class Direction(World world, string name) : SharedObject(world, name), IResultOf<Message?>, IResultOf<bool>
{
    /// <summary>More than a migration of a few pages has to send.</summary>
    private const int MayBeLost = 8;

    // Parts: whether the connection stands, who sends, who receives, and each message.
    private const int Connection = 0;
    private const int Tail = 1;
    private const int Head = 2;
    private const int FirstMessage = 3;

    private readonly Queue<Message> underWay = new();
    private readonly Dictionary<int, Message> sending = [];
    private Message? received;
    private bool wasSent;
    private int sent;
    private int taken;
    private int lost;

    /// <summary>Messages that buffers take while nothing moves.</summary>
    public int Room { get; init; } = int.MaxValue;

    /// <summary>The connection is gone; what is under way may be lost.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The sender has closed in order; what is under way arrives.</summary>
    public bool IsClosed { get; private set; }

    public bool IsStalled { get; private set; }

    /// <summary>Called when the connection breaks or is closed.</summary>
    internal Action? Ended { get; set; }

    protected override bool HasWeakOperations => true;

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
        Ended?.Invoke();
    }

    public void Close()
    {
        IsClosed = true;
        Changed();
        Ended?.Invoke();
    }

    public void Stall(bool stalled)
    {
        IsStalled = stalled;
        Changed();
    }

    bool IResultOf<bool>.TakeResult() => wasSent;

    Message? IResultOf<Message?>.TakeResult() => received;

    protected override bool CanRun(in Pending operation, ControlledThread thread) => IsBroken
        || (operation.Access == Access.Send
            ? IsClosed || !IsStalled || underWay.Count < Room
            : !IsStalled && (IsClosed || underWay.Count > 0));

    /// <summary>Into a stalled connection a sender may write until some buffer is full.</summary>
    protected override bool IsWeak(in Pending operation) =>
        operation.Access == Access.Send && Room != int.MaxValue && IsStalled && !IsBroken && !IsClosed;

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        Touches(Touch.Read | Touch.MayWait, Connection);
        if (operation.Access == Access.Send)
        {
            Touches(Touch.Write, Tail);
            if (!IsClosed && !IsBroken)
            {
                Touches(Touch.Enable, FirstMessage + sent);
            }
        }
        else
        {
            Touches(Touch.Write, Head);
            Touches(underWay.Count > 0 ? Touch.AwaitShared : Touch.Read, FirstMessage + taken);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send ? Send(thread) : Receive(operation);

    protected override string Describe(in Pending operation) => operation.Access == Access.Send
        ? $"send {(MessageKind)operation.Argument} {Name}"
        : $"receive {Name}";

    private ulong Send(ControlledThread thread)
    {
        if (IsClosed)
        {
            wasSent = false;
        }
        else if (IsBroken)
        {
            wasSent = lost < MayBeLost && Decide(2, "a send into a broken link: noticed or lost") == 1;
            lost++;
        }
        else
        {
            underWay.Enqueue(sending[thread.Id]);
            sent++;
            wasSent = true;
        }

        return wasSent ? 1UL : 0UL;
    }

    private ulong Receive(in Pending operation)
    {
        _ = operation;
        var gone = IsBroken && (underWay.Count == 0 || Decide(2, "bytes under way: lost or delivered") == 0);
        received = null;
        if (!gone && underWay.TryDequeue(out var message))
        {
            taken++;
            received = message;
        }

        return received?.StableHash() ?? 0;
    }
}
