using Exploration.Primitives;

namespace Exploration.Gallery.Models;

/// <summary>A migration thread, a return path, a destination, and a main loop that cancels after it has looked: both
/// sides may believe that they own the guest. Models <c>mig</c> and <c>migh</c> (the cancel looks a second time, which
/// leaves a rare way) of facts: coyote.</summary>
public sealed class SplitBrain
{
    private const int Pages = 3;

    private readonly World world;
    private readonly bool rare;
    private readonly Mutex stateLock;
    private readonly Mutex answerLock;
    private readonly Condition answered;
    private readonly Queue toDestination;
    private readonly Queue toSource;
    private readonly Queue events;
    private readonly Plain<Status> source;
    private readonly Plain<Status> destination;
    private readonly Plain<bool> hasAnswer;
    private readonly Plain<bool> isClosed;

    private SplitBrain(World world, bool rare)
    {
        (this.world, this.rare) = (world, rare);
        stateLock = new Mutex(world, "state lock");
        answerLock = new Mutex(world, "answer lock");
        answered = new Condition(world, "answered", answerLock);
        toDestination = new Queue(world, "to destination");
        toSource = new Queue(world, "to source");
        events = new Queue(world, "events");
        source = new Plain<Status>(world, "source status", Status.Setup);
        destination = new Plain<Status>(world, "destination status", Status.Active);
        hasAnswer = new Plain<bool>(world, "has answer", false);
        isClosed = new Plain<bool>(world, "is closed", false);
    }

    private enum Status
    {
        Setup,
        Active,
        Completing,
        Completed,
        Cancelling,
        Cancelled,
    }

    private enum Message
    {
        Page,
        End,
        Cancel,
        Pong,
        Acknowledged,
        Progress,
        Closed,
    }

    public static void Common(World world) => new SplitBrain(world, false).Start(checks: true);

    public static void Rare(World world) => new SplitBrain(world, true).Start(checks: true);

    /// <summary>The same program, and nobody looks how it ends.</summary>
    public static void Unchecked(World world) => new SplitBrain(world, false).Start(checks: false);

    private void Start(bool checks)
    {
        world.Spawn("main", Main);
        if (checks)
        {
            world.AtEnd(() => Claim.That(
                (source.Value == Status.Completed) == (destination.Value == Status.Completed),
                $"the source is {source.Value}, the destination {destination.Value}"));
        }
    }

    private async Routine Main()
    {
        var migration = world.Spawn("migration", Migrate);
        await world.Yield();
        var returnPath = world.Spawn("return path", Listen);
        await world.Yield();
        var incoming = world.Spawn("destination", Load);
        await world.Yield();
        await events.Receive();
        if (await Look() is Status.Setup or Status.Active)
        {
            await stateLock.Acquire();
            if (!rare || source.Value != Status.Completing)
            {
                source.Value = Status.Cancelling;
            }

            stateLock.Release();
        }

        await migration.Join();
        await returnPath.Join();
        await incoming.Join();
        await stateLock.Acquire();
        if (source.Value == Status.Cancelling)
        {
            source.Value = Status.Cancelled;
        }

        stateLock.Release();
    }

    private async Routine Migrate()
    {
        await stateLock.Acquire();
        source.Value = Status.Active;
        stateLock.Release();
        for (var page = 0; page < Pages; page++)
        {
            if (await Look() == Status.Cancelling)
            {
                await toDestination.Send(Message.Cancel);
                return;
            }

            await toDestination.Send(Message.Page);
            if (page == 0)
            {
                await events.Send(Message.Progress);
            }
        }

        await stateLock.Acquire();
        var goes = source.Value == Status.Active;
        if (goes)
        {
            source.Value = Status.Completing;
        }

        stateLock.Release();
        if (!goes)
        {
            await toDestination.Send(Message.Cancel);
            return;
        }

        await toDestination.Send(Message.End);
        await answerLock.Acquire();
        while (!hasAnswer.Value && !isClosed.Value)
        {
            await answered.Wait();
        }

        var acknowledged = hasAnswer.Value;
        answerLock.Release();
        if (acknowledged)
        {
            await stateLock.Acquire();
            if (source.Value == Status.Completing)
            {
                source.Value = Status.Completed;
            }

            stateLock.Release();
        }
    }

    private async Routine Listen()
    {
        Message message;
        while ((message = await toSource.Receive()) == Message.Pong)
        {
        }

        await answerLock.Acquire();
        if (message == Message.Acknowledged)
        {
            hasAnswer.Value = true;
        }
        else
        {
            isClosed.Value = true;
        }

        answered.Signal();
        answerLock.Release();
    }

    private async Routine Load()
    {
        while (true)
        {
            switch (await toDestination.Receive())
            {
                case Message.End:
                    destination.Value = Status.Completed;
                    await toSource.Send(Message.Acknowledged);
                    return;
                case Message.Cancel:
                    destination.Value = Status.Cancelled;
                    await toSource.Close();
                    return;
                default:
                    await toSource.Send(Message.Pong);
                    break;
            }
        }
    }

    private async Routine<Status> Look()
    {
        await stateLock.Acquire();
        var seen = source.Value;
        stateLock.Release();
        return seen;
    }

    /// <summary>A queue made of a lock and a condition, as such programs have it.</summary>
    private sealed class Queue
    {
        private readonly Mutex mutex;
        private readonly Condition changed;
        private readonly Plain<int> uses;
        private readonly Queue<Message> items = new(4);
        private bool closed;

        internal Queue(World world, string name)
        {
            mutex = new Mutex(world, name);
            changed = new Condition(world, name, mutex);
            uses = new Plain<int>(world, name, 0);
        }

        internal async Routine Send(Message message)
        {
            await mutex.Acquire();
            uses.Value++;
            items.Enqueue(message);
            changed.Signal();
            mutex.Release();
        }

        internal async Routine Close()
        {
            await mutex.Acquire();
            uses.Value++;
            closed = true;
            changed.Signal();
            mutex.Release();
        }

        internal async Routine<Message> Receive()
        {
            await mutex.Acquire();
            uses.Value++;
            while (items.Count == 0)
            {
                if (closed)
                {
                    mutex.Release();
                    return Message.Closed;
                }

                await changed.Wait();
                uses.Value++;
            }

            var message = items.Dequeue();
            mutex.Release();
            return message;
        }
    }
}
