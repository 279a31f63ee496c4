using Exploration.Primitives;

namespace Exploration.Gallery.Bugs;

/// <summary>A signal is lost, comes too early, or wakes the wrong one.</summary>
internal static class Signals
{
    internal static IEnumerable<BuggyProgram> All { get; } =
    [
        new("lost-wake-up", "the flag is looked at without the lock: the signal comes before the wait", world => LostWakeUp(world, false), OutcomeKind.Deadlock, 1)
        { Fixed = world => LostWakeUp(world, true) },
        new("signal-first", "somebody waits for a condition without looking whether it came already", SignalFirst, OutcomeKind.Deadlock, 0),
        new("if-for-while", "a woken consumer does not look again: another took the item", world => IfForWhile(world, false), OutcomeKind.Failed, 0)
        { Fixed = world => IfForWhile(world, true) },
        new("two-sets-one-event", "two workers set one auto event before the waiter comes: one is lost", TwoSets, OutcomeKind.Deadlock, 0),
        new("time-out-and-reply", "the time-out and the reply both finish the request", world => TimeOut(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => TimeOut(world, true) },
        new("send-after-close", "a producer is still sending when the channel is closed", SendAfterClose, OutcomeKind.Misuse, 1),
        new("semaphore-released-twice", "an error path gives a permit back that was given back already", ReleasedTwice, OutcomeKind.Misuse, 0),
        new("order-of-messages", "the reader takes for granted which of two senders comes first", Order, OutcomeKind.Failed, 0),
        new("polite-threads", "each of two steps back for the other, for ever", world => Polite(world, false), OutcomeKind.Livelock, null)
        { Fixed = world => Polite(world, true) },
        new("unset-event", "a waiter's event is never set when a choice of the environment fails", UnsetEvent, OutcomeKind.Deadlock, 0),
    ];

    private static void LostWakeUp(World world, bool underLock)
    {
        var mutex = new Mutex(world, "lock");
        var changed = new Condition(world, "changed", mutex);
        var ready = new Shared<bool>(world, "ready", false);
        Parts.Run(world, null, Wait, Signal);

        async Routine Wait()
        {
            if (underLock)
            {
                await mutex.Acquire();
                while (!ready.Value)
                {
                    await changed.Wait();
                }
            }
            else
            {
                if (await ready.Read())
                {
                    return;
                }

                await mutex.Acquire();
                await changed.Wait();
            }

            mutex.Release();
        }

        async Routine Signal()
        {
            await mutex.Acquire();
            ready.Set(true);
            changed.Signal();
            mutex.Release();
        }
    }

    private static void SignalFirst(World world)
    {
        var mutex = new Mutex(world, "lock");
        var changed = new Condition(world, "changed", mutex);
        Parts.Run(world, null, Wait, Signal);

        async Routine Wait()
        {
            await mutex.Acquire();
            await changed.Wait();
            mutex.Release();
        }

        async Routine Signal()
        {
            await mutex.Acquire();
            changed.Signal();
            mutex.Release();
        }
    }

    private static void IfForWhile(World world, bool looksAgain)
    {
        var mutex = new Mutex(world, "lock");
        var changed = new Condition(world, "changed", mutex);
        var items = new Plain<int>(world, "items", 0);
        Parts.Run(world, null, () => Take(1), () => Take(1), Put, Put);

        async Routine Take(int count)
        {
            await mutex.Acquire();
            if (items.Value < count)
            {
                await changed.Wait();
                while (looksAgain && items.Value < count)
                {
                    await changed.Wait();
                }
            }

            items.Value -= count;
            Claim.That(items.Value >= 0, "an item was taken that is not there");
            mutex.Release();
        }

        async Routine Put()
        {
            await mutex.Acquire();
            items.Value++;
            changed.SignalAll();
            mutex.Release();
        }
    }

    private static void TwoSets(World world)
    {
        var done = new AutoEvent(world, "done");
        Parts.Run(world, null, Work, Work, Wait);

        async Routine Work()
        {
            await world.Yield();
            done.Set();
        }

        async Routine Wait()
        {
            await done.Wait();
            await done.Wait();
        }
    }

    private static void TimeOut(World world, bool exchanges)
    {
        var clock = new VirtualClock(world);
        var finished = new Shared<bool>(world, "finished", false);
        var times = new Shared<int>(world, "times", 0);
        Parts.Run(world, () => Claim.That(times.Value == 1, $"finished {times.Value} times"), () => After(10), () => After(10));

        async Routine After(int delay)
        {
            await clock.Sleep(delay);
            if (exchanges ? await finished.Exchange(true) : await finished.Read())
            {
                return;
            }

            await finished.Write(true);
            times.Set(times.Value + 1);
        }
    }

    private static void SendAfterClose(World world)
    {
        var channel = new Channel<int>(world, "items");
        Parts.Run(world, null, Produce, Stop);

        async Routine Produce()
        {
            await channel.Send(1);
            await channel.Send(2);
        }

        async Routine Stop()
        {
            await channel.Receive();
            channel.Close();
        }
    }

    private static void ReleasedTwice(World world)
    {
        var permits = new Semaphore(world, "permits", 1, most: 1);
        Parts.Run(world, null, Work);

        async Routine Work()
        {
            await permits.Wait();
            try
            {
                permits.Release();
            }
            finally
            {
                permits.Release();
            }
        }
    }

    private static void Order(World world)
    {
        var channel = new Channel<int>(world, "answers");
        Parts.Run(world, null, () => Send(1), () => Send(2), Read);

        async Routine Send(int answer) => await channel.Send(answer);

        async Routine Read()
        {
            var (_, first) = await channel.Receive();
            await channel.Receive();
            Claim.That(first == 1, $"the first answer is {first}");
        }
    }

    private static void Polite(World world, bool oneIsNot)
    {
        var wants = new[] { new Shared<bool>(world, "A wants", false), new Shared<bool>(world, "B wants", false) };
        var progress = new LivenessMonitor(world, "progress");
        Parts.Run(world, null, () => Enter(0), () => Enter(1));

        async Routine Enter(int own)
        {
            progress.Hot();
            while (true)
            {
                await wants[own].Write(true);
                if (!await wants[1 - own].Read())
                {
                    progress.Cold();
                    await wants[own].Write(false);
                    return;
                }

                if (oneIsNot && own == 0)
                {
                    continue;
                }

                await wants[own].Write(false);
            }
        }
    }

    private static void UnsetEvent(World world)
    {
        var done = new Event(world, "done");
        Parts.Run(world, null, Work, Wait);

        async Routine Work()
        {
            if (await world.Choose(3, "what the disk says") != 2)
            {
                await done.Set();
            }
        }

        async Routine Wait() => await done.Wait();
    }
}
