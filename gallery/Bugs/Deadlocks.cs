using Exploration.Primitives;

namespace Exploration.Gallery.Bugs;

/// <summary>Everybody waits.</summary>
internal static class Deadlocks
{
    internal static IEnumerable<BuggyProgram> All { get; } =
    [
        new("transfer", "two transfers lock two accounts in opposite order", world => Transfer(world, false), OutcomeKind.Deadlock, 1)
        { Fixed = world => Transfer(world, true) },
        new("philosophers", "three philosophers take the left fork first", world => Philosophers(world, 3, false), OutcomeKind.Deadlock, 1)
        { Fixed = world => Philosophers(world, 3, true) },
        new("philosophers-4", "four of them", world => Philosophers(world, 4, false), OutcomeKind.Deadlock, 1)
        { Fixed = world => Philosophers(world, 4, true) },
        new("semaphores", "two semaphores are taken in opposite order", Semaphores, OutcomeKind.Deadlock, 1),
        new("full-channels", "two threads send into full channels before they receive", world => FullChannels(world, 1), OutcomeKind.Deadlock, 0)
        { Fixed = world => FullChannels(world, 2) },
        new("nested-monitor", "a condition is waited for with an outer lock held that the signaller needs", NestedMonitor, OutcomeKind.Deadlock, 0),
        new("barrier-of-three", "a barrier waits for one more than there are", world => ShortBarrier(world, 3), OutcomeKind.Deadlock, 0)
        { Fixed = world => ShortBarrier(world, 2) },
        new("join-in-a-circle", "a thread waits for one that waits for it", JoinCircle, OutcomeKind.Deadlock, 0),
        new("reader-upgrade", "a reader that wants to write waits for itself", Upgrade, OutcomeKind.Misuse, 0),
        new("lock-taken-twice", "a function that locks calls another that locks", TakenTwice, OutcomeKind.Misuse, 0),
    ];

    private static void Transfer(World world, bool ordered)
    {
        var (first, second) = (new Mutex(world, "first account"), new Mutex(world, "second account"));
        Parts.Run(world, null, () => Move(first, second), () => ordered ? Move(first, second) : Move(second, first));

        async Routine Move(Mutex from, Mutex to)
        {
            await from.Acquire();
            await to.Acquire();
            to.Release();
            from.Release();
        }
    }

    private static void Philosophers(World world, int count, bool ordered)
    {
        var forks = Enumerable.Range(0, count).Select(at => new Mutex(world, $"fork {at}")).ToList();
        Parts.Run(world, null, [.. Enumerable.Range(0, count).Select(at => (Func<Routine>)(() => Eat(at)))]);

        async Routine Eat(int at)
        {
            var (left, right) = (at, (at + 1) % count);
            (left, right) = ordered && left > right ? (right, left) : (left, right);
            await forks[left].Acquire();
            await forks[right].Acquire();
            forks[right].Release();
            forks[left].Release();
        }
    }

    private static void Semaphores(World world)
    {
        var (disk, tape) = (new Semaphore(world, "disk", 1), new Semaphore(world, "tape", 1));
        Parts.Run(world, null, () => Copy(disk, tape), () => Copy(tape, disk));

        static async Routine Copy(Semaphore from, Semaphore to)
        {
            await from.Wait();
            await to.Wait();
            to.Release();
            from.Release();
        }
    }

    private static void FullChannels(World world, int capacity)
    {
        var (there, back) = (new Channel<int>(world, "there", capacity), new Channel<int>(world, "back", capacity));
        Parts.Run(world, null, () => Talk(there, back), () => Talk(back, there));

        static async Routine Talk(Channel<int> to, Channel<int> from)
        {
            await to.Send(1);
            await to.Send(2);
            await from.Receive();
            await from.Receive();
        }
    }

    private static void NestedMonitor(World world)
    {
        var (outer, inner) = (new Mutex(world, "outer"), new Mutex(world, "inner"));
        var changed = new Condition(world, "changed", inner);
        var ready = new Plain<bool>(world, "ready", false);
        Parts.Run(world, null, Wait, Signal);

        async Routine Wait()
        {
            await outer.Acquire();
            await inner.Acquire();
            while (!ready.Value)
            {
                await changed.Wait();
            }

            inner.Release();
            outer.Release();
        }

        async Routine Signal()
        {
            await outer.Acquire();
            await inner.Acquire();
            ready.Value = true;
            changed.Signal();
            inner.Release();
            outer.Release();
        }
    }

    private static void ShortBarrier(World world, int participants)
    {
        var barrier = new Barrier(world, "barrier", participants);
        Parts.Run(world, null, Arrive, Arrive);

        async Routine Arrive() => await barrier.SignalAndWait();
    }

    private static void JoinCircle(World world)
    {
        ControlledThread? second = null;
        var first = world.Spawn("first", async () =>
        {
            await world.Yield();
            await second!.Join();
        });
        second = world.Spawn("second", async () => await first.Join());
    }

    private static void Upgrade(World world)
    {
        var gate = new ReaderWriterLock(world, "table");
        Parts.Run(world, null, Change, Change);

        async Routine Change()
        {
            await gate.EnterRead();
            await gate.EnterWrite();
            gate.ExitWrite();
            gate.ExitRead();
        }
    }

    private static void TakenTwice(World world)
    {
        var mutex = new Mutex(world, "lock");
        Parts.Run(world, null, Outer);

        async Routine Outer()
        {
            await mutex.Acquire();
            await Inner();
            mutex.Release();
        }

        async Routine Inner()
        {
            await mutex.Acquire();
            mutex.Release();
        }
    }
}
