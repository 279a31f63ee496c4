using Exploration;

namespace Migconf.ReferenceEngine.Network;

/// <summary>One direction of a connection. A break comes to each end in its own time: until it does, a sender sends into
/// nothing and a receiver gets what was under way.</summary>
public sealed class Direction : SharedObject, IResultOf<Message?>, IResultOf<bool>
{
    // Parts: how each end finds the connection, who sends, who receives, whether it breaks for each end, and each message.
    private const int AtSender = 0;
    private const int AtReceiver = 1;
    private const int Tail = 2;
    private const int Head = 3;
    private const int BreakForSenders = 4;
    private const int BreakForReceivers = 5;
    private const int FirstMessage = 6;

    private readonly Queue<Message> underWay = new();
    private readonly Dictionary<int, Message> sending = [];
    private Message? received;
    private bool wasSent;
    private int sent;
    private int taken;
    private int writers;
    private bool breaksForSender;
    private bool breaksForReceiver;
    private bool senderKnows;
    private bool receiverKnows;
    private bool isClosed;
    private bool isStalled;
    private bool isLeftAlone;
    private bool isHeldUp;

    public Direction(World world, string name)
        : base(world, name)
    {
    }

    /// <summary>Messages that buffers take while nothing moves.</summary>
    public int Room { get; init; } = int.MaxValue;

    /// <summary>Called when a sender can send no more.</summary>
    internal Action? Ended { get; set; }

    /// <summary>Two threads wrote to it at once; for laws.</summary>
    public bool HadTwoWriters { get; private set; }

    /// <summary>Something was sent and has not been received.</summary>
    internal bool HasUnderWay
    {
        get
        {
            Touches(Touch.Read, Tail);
            Touches(Touch.Read, Head);
            return underWay.Count > 0;
        }
    }

    /// <summary>It is broken for who sends, who may not have come to know it yet.</summary>
    internal bool IsBroken
    {
        get
        {
            Touches(Touch.Read, BreakForSenders);
            return breaksForSender;
        }
    }

    protected override bool HasWeakOperations => true;

    protected override ulong StateHash => underWay.Aggregate(
        (senderKnows ? 1UL : 0) | (receiverKnows ? 2UL : 0) | (isClosed ? 4UL : 0) | (isStalled ? 8UL : 0) | (isLeftAlone ? 16UL : 0) | (isHeldUp ? 32UL : 0),
        (hash, message) => Exploration.StableHash.Mix(hash, message.StableHash()));

    /// <summary>False: the connection is known to be gone.</summary>
    public Operation<bool> Send(Message message)
    {
        sending[World.Current!.Id] = message;
        HadTwoWriters |= ++writers > 1;
        return Begin<bool>(this, Access.Send, (long)message.Kind);
    }

    /// <summary>The next message, or null at the end.</summary>
    public Operation<Message?> Receive() => Begin<Message?>(this, Access.Receive);

    /// <param name="atOnce">It was the sender's own doing, or makes no difference to it.</param>
    public void BreakForSender(bool atOnce = false)
    {
        var begins = Begins(ref breaksForSender, BreakForSenders);
        if (atOnce)
        {
            LoseSender();
        }
        else if (begins)
        {
            World.Spawn($"{Name} sender's socket", FailSender, daemon: true);
        }
    }

    /// <param name="atOnce">It was the receiver's own doing, or makes no difference to it.</param>
    /// <param name="bySender">The sender has left: word of that is held up like all that it sent.</param>
    public void BreakForReceiver(bool atOnce = false, bool bySender = false)
    {
        if (isHeldUp != bySender)
        {
            isHeldUp = bySender;
            Touches(Touch.Write, AtReceiver);
            Rehash();
        }

        var begins = Begins(ref breaksForReceiver, BreakForReceivers);
        if (atOnce)
        {
            LoseReceiver();
        }
        else if (begins)
        {
            World.Spawn($"{Name} receiver's socket", FailReceiver, daemon: true);
        }
    }

    /// <summary>The sender closes in order: what is under way arrives.</summary>
    public void Close()
    {
        isClosed = true;
        ChangesForBoth();
        Ended?.Invoke();
    }

    public void Stall(bool stalled)
    {
        isStalled = stalled;
        ChangesForBoth();
    }

    /// <summary>Nobody reads it for now.</summary>
    public void LeaveAlone(bool isLeft)
    {
        isLeftAlone = isLeft;
        ChangesForBoth();
    }

    bool IResultOf<bool>.TakeResult() => wasSent;

    Message? IResultOf<Message?>.TakeResult() => received;

    protected override bool CanRun(in Pending operation, ControlledThread thread) => operation.Access == Access.Send
        ? senderKnows || isClosed || !(isStalled || isLeftAlone) || underWay.Count < Room
        : operation.Access == Access.Wait ? !(isStalled && isHeldUp)
        : receiverKnows || (!isStalled && (isClosed || underWay.Count > 0));

    /// <summary>Into a connection that is stalled, or that nobody reads, a sender may write until some buffer is full.</summary>
    protected override bool IsWeak(in Pending operation) =>
        operation.Access == Access.Send && Room != int.MaxValue && (isStalled || isLeftAlone) && !senderKnows && !isClosed;

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Send)
        {
            Touches(Touch.Read | Touch.MayWait, AtSender);
            Touches(Touch.Write, Tail);
            Touches(Touch.Read, BreakForReceivers);
            if (!isClosed && !senderKnows && !breaksForReceiver)
            {
                Touches(Touch.Enable, FirstMessage + sent);
            }

            return;
        }

        if (operation.Access == Access.Wait)
        {
            Touches(Touch.Read | Touch.MayWait, AtReceiver);
            return;
        }

        // After a break there may have been something to receive before it.
        Touches(receiverKnows ? Touch.Read : Touch.Read | Touch.MayWait, AtReceiver);
        Touches(Touch.Write, Head);
        if (!receiverKnows)
        {
            Touches(underWay.Count > 0 ? Touch.AwaitShared : Touch.Read, FirstMessage + taken);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread) =>
        operation.Access == Access.Send ? Send(thread) : operation.Access == Access.Wait ? 0 : Receive(operation);

    protected override string Describe(in Pending operation) => operation.Access == Access.Send
        ? $"send {(MessageKind)operation.Argument} {Name}"
        : operation.Access == Access.Wait ? $"{Name} goes on"
        : $"receive {Name}";

    private ulong Send(ControlledThread thread)
    {
        writers--;
        wasSent = !senderKnows && !isClosed;
        if (wasSent && !breaksForReceiver)
        {
            underWay.Enqueue(sending[thread.Id]);
            sent++;
        }

        return wasSent ? 1UL : 0UL;
    }

    private ulong Receive(in Pending operation)
    {
        _ = operation;
        received = null;
        if (!receiverKnows && underWay.TryDequeue(out var message))
        {
            taken++;
            received = message;
        }

        return received?.StableHash() ?? 0;
    }

    private bool Begins(ref bool breaks, int part)
    {
        Touches(breaks ? Touch.Read : Touch.Write, part);
        var begins = !breaks;
        breaks = true;
        return begins;
    }

    private async Routine FailSender() => LoseSender();

    private async Routine FailReceiver()
    {
        if (isHeldUp)
        {
            await Begin(Access.Wait);
        }

        LoseReceiver();
    }

    private void LoseSender()
    {
        senderKnows = true;
        Touches(Touch.Write, AtSender);
        Rehash();
        Ended?.Invoke();
    }

    private void LoseReceiver()
    {
        receiverKnows = true;
        Touches(Touch.Write, AtReceiver);
        Rehash();
    }

    private void ChangesForBoth()
    {
        Touches(Touch.Write, AtSender);
        Touches(Touch.Write, AtReceiver);
        Rehash();
    }
}
