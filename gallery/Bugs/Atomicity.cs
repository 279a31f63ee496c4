using Exploration.Primitives;

namespace Exploration.Gallery.Bugs;

/// <summary>What should be one step is two.</summary>
internal static class Atomicity
{
    internal static IEnumerable<BuggyProgram> All { get; } =
    [
        new("account", "two withdrawals look at the balance before either takes from it", world => Account(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Account(world, true) },
        new("lazy-singleton", "two threads find no instance and both make one", world => Singleton(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Singleton(world, true) },
        new("ticket-lock", "a ticket is drawn by a read and a write: two may hold the same", world => Ticket(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Ticket(world, true) },
        new("test-then-set", "a spin lock is looked at and then taken", world => SpinLock(world, false), OutcomeKind.Failed, 2)
        { Fixed = world => SpinLock(world, true) },
        new("queue-tail", "two producers write to the same slot of a ring", world => Ring(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Ring(world, true) },
        new("reference-count", "a count falls by a read and a write: nobody frees", world => Count(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Count(world, true) },
        new("cancel-and-complete", "completing and cancelling both find a running job, and both win", world => Cancel(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Cancel(world, true) },
        new("write-skew", "each of two doctors sees the other on call, and both leave", world => WriteSkew(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => WriteSkew(world, true) },
        new("lost-update-of-three", "three threads add one without protection; all three must meet to leave one", LostUpdateOfThree, OutcomeKind.Failed, 1),
        new("use-after-dispose", "a reader looks whether a resource lives and then uses it", world => Dispose(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Dispose(world, true) },
    ];

    private static void Account(World world, bool locked)
    {
        var balance = new Shared<int>(world, "balance", 100);
        var mutex = new Mutex(world, "account lock");
        Parts.Run(world, () => Claim.That(balance.Value >= 0, $"the balance is {balance.Value}"), Withdraw, Withdraw);

        async Routine Withdraw()
        {
            if (locked)
            {
                await mutex.Acquire();
            }

            var seen = await balance.Read();
            if (seen >= 60)
            {
                var now = await balance.Read();
                await balance.Write(now - 60);
            }

            if (locked)
            {
                mutex.Release();
            }
        }
    }

    private static void Singleton(World world, bool exchanges)
    {
        var instance = new Shared<int>(world, "instance", 0);
        var made = new Shared<int>(world, "made", 0);
        Parts.Run(world, () => Claim.That(made.Value == 1, $"{made.Value} instances"), Get, Get);

        async Routine Get()
        {
            if (exchanges)
            {
                if (await instance.CompareExchange(0, 1) == 0)
                {
                    made.Set(made.Value + 1);
                }
            }
            else if (await instance.Read() == 0)
            {
                await instance.Write(1);
                made.Set(made.Value + 1);
            }
        }
    }

    private static void Ticket(World world, bool atomic)
    {
        var next = new Shared<int>(world, "next ticket", 0);
        var drawn = new Shared<int>(world, "drawn", 0);
        Parts.Run(world, () => Claim.That(drawn.Value == 3, "two hold the same ticket"), Draw, Draw);

        async Routine Draw()
        {
            int ticket;
            if (atomic)
            {
                do
                {
                    ticket = await next.Read();
                }
                while (await next.CompareExchange(ticket, ticket + 1) != ticket);
            }
            else
            {
                ticket = await next.Read();
                await next.Write(ticket + 1);
            }

            drawn.Set(drawn.Value | (1 << ticket));
        }
    }

    private static void SpinLock(World world, bool exchanges)
    {
        var taken = new Shared<bool>(world, "taken", false);
        var inside = new Shared<int>(world, "inside", 0);
        Parts.Run(world, null, Enter, Enter);

        async Routine Enter()
        {
            for (var time = 0; time < 2; time++)
            {
                if (exchanges)
                {
                    if (await taken.Exchange(true))
                    {
                        continue;
                    }
                }
                else
                {
                    if (await taken.Read())
                    {
                        continue;
                    }

                    await taken.Write(true);
                }

                inside.Set(inside.Value + 1);
                Claim.That(inside.Value == 1, "two hold the lock");
                await world.Yield();
                inside.Set(inside.Value - 1);
                await taken.Write(false);
                return;
            }
        }
    }

    private static void Ring(World world, bool locked)
    {
        var tail = new Shared<int>(world, "tail", 0);
        var slots = new Shared<int>(world, "slots", 0);
        var mutex = new Mutex(world, "ring lock");
        Parts.Run(world, () => Claim.That(slots.Value == 3, "an item was overwritten"), Produce, Produce);

        async Routine Produce()
        {
            if (locked)
            {
                await mutex.Acquire();
            }

            var at = await tail.Read();
            slots.Set(slots.Value | (1 << at));
            await tail.Write(at + 1);
            if (locked)
            {
                mutex.Release();
            }
        }
    }

    private static void Count(World world, bool atomic)
    {
        var count = new Shared<int>(world, "count", 2);
        var frees = new Shared<int>(world, "frees", 0);
        Parts.Run(world, () => Claim.That(frees.Value == 1, $"freed {frees.Value} times"), Drop, Drop);

        async Routine Drop()
        {
            int left;
            if (atomic)
            {
                do
                {
                    left = await count.Read();
                }
                while (await count.CompareExchange(left, left - 1) != left);
                left--;
            }
            else
            {
                left = await count.Read() - 1;
                await count.Write(left);
            }

            if (left == 0)
            {
                frees.Set(frees.Value + 1);
            }
        }
    }

    private static void Cancel(World world, bool exchanges)
    {
        var state = new Shared<string>(world, "state", "running");
        var wins = new Shared<int>(world, "wins", 0);
        Parts.Run(world, () => Claim.That(wins.Value == 1, $"{wins.Value} ends"), () => End("completed"), () => End("cancelled"));

        async Routine End(string how)
        {
            if (exchanges)
            {
                if (await state.CompareExchange("running", how) != "running")
                {
                    return;
                }
            }
            else
            {
                if (await state.Read() != "running")
                {
                    return;
                }

                await state.Write(how);
            }

            wins.Set(wins.Value + 1);
        }
    }

    private static void WriteSkew(World world, bool locked)
    {
        var first = new Shared<bool>(world, "first on call", true);
        var second = new Shared<bool>(world, "second on call", true);
        var mutex = new Mutex(world, "rota");
        Parts.Run(
            world, () => Claim.That(first.Value || second.Value, "nobody is on call"), () => Leave(first, second), () => Leave(second, first));

        async Routine Leave(Shared<bool> own, Shared<bool> other)
        {
            if (locked)
            {
                await mutex.Acquire();
            }

            if (await other.Read())
            {
                await own.Write(false);
            }

            if (locked)
            {
                mutex.Release();
            }
        }
    }

    private static void LostUpdateOfThree(World world)
    {
        var counter = new Shared<int>(world, "counter", 0);
        Parts.Run(world, () => Claim.That(counter.Value > 1, $"the counter is {counter.Value}"), Add, Add, Add);

        async Routine Add()
        {
            var seen = await counter.Read();
            await counter.Write(seen + 1);
        }
    }

    private static void Dispose(World world, bool locked)
    {
        var disposed = new Shared<bool>(world, "disposed", false);
        var mutex = new Mutex(world, "lifetime");
        Parts.Run(world, null, Use, End);

        async Routine Use()
        {
            if (locked)
            {
                await mutex.Acquire();
            }

            if (!await disposed.Read())
            {
                await world.Yield();
                Claim.That(!disposed.Value, "used after it was disposed");
            }

            if (locked)
            {
                mutex.Release();
            }
        }

        async Routine End()
        {
            if (locked)
            {
                await mutex.Acquire();
            }

            await disposed.Write(true);
            if (locked)
            {
                mutex.Release();
            }
        }
    }
}
