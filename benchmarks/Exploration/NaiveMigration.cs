using System.Runtime.CompilerServices;

namespace Migconf.Benchmarks.Exploring;

/// <summary>The model <c>mig</c> (see <see cref="Exploration.Gallery.Models.SplitBrain"/>) on the naive scheduler.</summary>
internal sealed class NaiveMigration
{
    private const int Page = 0, End = 1, Cancel = 2, Pong = 3, Acknowledged = 4, Progress = 5, Closed = 6;
    private const int Setup = 0, Active = 1, Completing = 2, Completed = 3, Cancelling = 4, Cancelled = 5;

    private readonly NaiveScheduler scheduler;
    private readonly NaiveLock stateLock;
    private readonly NaiveLock answerLock;
    private readonly Queue toDestination;
    private readonly Queue toSource;
    private readonly Queue events;
    private int source;
    private int destination = Active;
    private bool hasAnswer;
    private bool isClosed;

    private NaiveMigration(NaiveScheduler scheduler)
    {
        this.scheduler = scheduler;
        (stateLock, answerLock) = (new(scheduler), new(scheduler));
        (toDestination, toSource, events) = (new(scheduler), new(scheduler), new(scheduler));
    }

    /// <summary>One execution; returns its steps.</summary>
    internal static int Run(ulong seed)
    {
        var scheduler = new NaiveScheduler(seed);
        var model = new NaiveMigration(scheduler);
        scheduler.Spawn(model.Main);
        scheduler.Run();
        return model.destination == Active ? throw new InvalidOperationException("the destination never ended") : scheduler.Steps;
    }

    private async ValueTask Main()
    {
        var migration = scheduler.Spawn(Migrate);
        await scheduler.Step();
        var returnPath = scheduler.Spawn(Listen);
        await scheduler.Step();
        var incoming = scheduler.Spawn(Load);
        await scheduler.Step();
        await events.Receive();
        if (await Look() is Setup or Active)
        {
            await Set(Cancelling);
        }

        await scheduler.Join(migration);
        await scheduler.Join(returnPath);
        await scheduler.Join(incoming);
        await stateLock.Acquire();
        source = source == Cancelling ? Cancelled : source;
        stateLock.Release();
    }

    private async ValueTask Migrate()
    {
        await Set(Active);
        for (var page = 0; page < 3; page++)
        {
            if (await Look() == Cancelling)
            {
                await toDestination.Send(Cancel);
                return;
            }

            await toDestination.Send(Page);
            if (page == 0)
            {
                await events.Send(Progress);
            }
        }

        await stateLock.Acquire();
        var goes = source == Active;
        source = goes ? Completing : source;
        stateLock.Release();
        await toDestination.Send(goes ? End : Cancel);
        if (!goes)
        {
            return;
        }

        await answerLock.Acquire();
        while (!hasAnswer && !isClosed)
        {
            await answerLock.Wait();
        }

        var acknowledged = hasAnswer;
        answerLock.Release();
        if (acknowledged)
        {
            await stateLock.Acquire();
            source = source == Completing ? Completed : source;
            stateLock.Release();
        }
    }

    private async ValueTask Listen()
    {
        int message;
        do
        {
            message = await toSource.Receive();
        }
        while (message == Pong);
        await answerLock.Acquire();
        hasAnswer = message == Acknowledged;
        isClosed = !hasAnswer;
        answerLock.Signal();
        answerLock.Release();
    }

    private async ValueTask Load()
    {
        while (true)
        {
            switch (await toDestination.Receive())
            {
                case End:
                    destination = Completed;
                    await toSource.Send(Acknowledged);
                    return;
                case Cancel:
                    destination = Cancelled;
                    await toSource.Close();
                    return;
                default:
                    await toSource.Send(Pong);
                    break;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Set(int status)
    {
        await stateLock.Acquire();
        source = status;
        stateLock.Release();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Look()
    {
        await stateLock.Acquire();
        var seen = source;
        stateLock.Release();
        return seen;
    }

    private sealed class Queue(NaiveScheduler scheduler)
    {
        private readonly NaiveLock mutex = new(scheduler);
        private readonly Queue<int> items = new(4);
        private bool closed;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        internal async ValueTask Send(int message)
        {
            await mutex.Acquire();
            items.Enqueue(message);
            mutex.Signal();
            mutex.Release();
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        internal async ValueTask Close()
        {
            await mutex.Acquire();
            closed = true;
            mutex.Signal();
            mutex.Release();
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        internal async ValueTask<int> Receive()
        {
            await mutex.Acquire();
            while (items.Count == 0)
            {
                if (closed)
                {
                    mutex.Release();
                    return Closed;
                }

                await mutex.Wait();
            }

            var message = items.Dequeue();
            mutex.Release();
            return message;
        }
    }
}
