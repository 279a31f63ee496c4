using Exploration.Primitives;

namespace Exploration.Gallery.Bugs;

/// <summary>What has to come first comes later, or nothing says which comes first.</summary>
internal static class Ordering
{
    internal static IEnumerable<BuggyProgram> All { get; } =
    [
        new("plain-counter", "two threads count in a field that nothing protects", world => PlainCounter(world, false), OutcomeKind.DataRace, 0)
        { Fixed = world => PlainCounter(world, true) },
        new("double-checked-locking", "the fast path reads a field without the lock", world => DoubleChecked(world, false), OutcomeKind.DataRace, 0)
        { Fixed = world => DoubleChecked(world, true) },
        new("message-in-a-field", "a flag in a field says that another field is ready", world => Message(world, false), OutcomeKind.DataRace, 0)
        { Fixed = world => Message(world, true) },
        new("published-too-soon", "an object is published before it is filled", world => Publish(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Publish(world, true) },
        new("once-not-waited-for", "the second caller of an initialisation goes on before the first has finished", world => Once(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => Once(world, true) },
        new("peterson-wrong-order", "the turn is given away before the flag is raised", world => Peterson(world, false), OutcomeKind.Failed, 2)
        { Fixed = world => Peterson(world, true) },
        new("aba", "a lock-free stack takes a node that left and came back", Aba, OutcomeKind.Failed, 1),
        new("work-stealing", "owner and thief take the last task", world => WorkStealing(world, false), OutcomeKind.Failed, 1)
        { Fixed = world => WorkStealing(world, true) },
        new("reader-count", "readers are counted outside the lock: the first of them and a writer are inside together", ReaderCount, OutcomeKind.Failed, 2),
        new("flag-dropped-late", "a stop request that comes during start is overwritten", StopDuringStart, OutcomeKind.Failed, 1),
    ];

    private static void PlainCounter(World world, bool locked)
    {
        var counter = new Plain<int>(world, "counter", 0);
        var mutex = new Mutex(world, "lock");
        Parts.Run(world, null, Add, Add);

        async Routine Add()
        {
            if (locked)
            {
                await mutex.Acquire();
            }

            counter.Value++;
            if (locked)
            {
                mutex.Release();
            }
        }
    }

    private static void DoubleChecked(World world, bool atomic)
    {
        var instance = new Plain<int>(world, "instance", 0);
        var published = new Shared<int>(world, "published", 0);
        var mutex = new Mutex(world, "lock");
        Parts.Run(world, null, Get, Get);

        async Routine Get()
        {
            var seen = atomic ? await published.Read() : instance.Value;
            if (seen == 0)
            {
                await mutex.Acquire();
                if (instance.Value == 0)
                {
                    instance.Value = 1;
                    await published.Write(1);
                }

                mutex.Release();
            }
        }
    }

    private static void Message(World world, bool waits)
    {
        var data = new Plain<int>(world, "data", 0);
        var ready = new Plain<bool>(world, "ready", false);
        var done = new Event(world, "done");
        Parts.Run(world, null, Send, Receive);

        async Routine Send()
        {
            await world.Yield();
            data.Value = 1;
            if (waits)
            {
                await done.Set();
            }
            else
            {
                ready.Value = true;
            }
        }

        async Routine Receive()
        {
            if (waits)
            {
                await done.Wait();
            }

            if (waits || ready.Value)
            {
                Claim.That(data.Value == 1, "the data is not there");
            }
        }
    }

    private static void Publish(World world, bool filledFirst)
    {
        var filled = new Shared<bool>(world, "filled", false);
        var published = new Shared<bool>(world, "published", false);
        Parts.Run(world, null, Make, Use);

        async Routine Make()
        {
            await (filledFirst ? filled : published).Write(true);
            await (filledFirst ? published : filled).Write(true);
        }

        async Routine Use()
        {
            if (await published.Read())
            {
                Claim.That(await filled.Read(), "an empty object was used");
            }
        }
    }

    private static void Once(World world, bool waits)
    {
        var state = new Shared<int>(world, "state", 0);
        var done = new Event(world, "done");
        Parts.Run(world, null, Begin, Begin);

        async Routine Begin()
        {
            if (await state.CompareExchange(0, 1) == 0)
            {
                await state.Write(2);
                await done.Set();
            }
            else if (waits)
            {
                await done.Wait();
            }

            Claim.That(await state.Read() == 2, "used before it was initialised");
        }
    }

    private static void Peterson(World world, bool flagFirst)
    {
        var flags = new[] { new Shared<bool>(world, "A wants", false), new Shared<bool>(world, "B wants", false) };
        var turn = new Shared<int>(world, "turn", 0);
        var inside = new Shared<int>(world, "inside", 0);
        Parts.Run(world, null, () => Enter(0), () => Enter(1));

        async Routine Enter(int own)
        {
            if (flagFirst)
            {
                await flags[own].Write(true);
                await turn.Write(1 - own);
            }
            else
            {
                await turn.Write(1 - own);
                await flags[own].Write(true);
            }

            if (await flags[1 - own].Read() && await turn.Read() != own)
            {
                return;
            }

            inside.Set(inside.Value + 1);
            Claim.That(inside.Value == 1, "both are inside");
            await world.Yield();
            inside.Set(inside.Value - 1);
            await flags[own].Write(false);
        }
    }

    /// <summary>Nodes 1 and 2 stand on the stack, 1 above 2; 0 is its end.</summary>
    private static void Aba(World world)
    {
        var head = new Shared<int>(world, "head", 1);
        var next = new[] { 0, 2, 0 };
        var taken = new Shared<int>(world, "taken", 0);
        Parts.Run(world, null, PopOne, PopTwoPushOne);

        async Routine<int> Pop()
        {
            while (true)
            {
                var seen = await head.Read();
                if (seen == 0)
                {
                    return 0;
                }

                var after = next[seen];
                if (await head.CompareExchange(seen, after) == seen)
                {
                    Claim.That((taken.Value & (1 << seen)) == 0, $"node {seen} was taken twice");
                    taken.Set(taken.Value | (1 << seen));
                    return seen;
                }
            }
        }

        async Routine PopOne()
        {
            await Pop();
            await Pop();
        }

        async Routine PopTwoPushOne()
        {
            var first = await Pop();
            await Pop();
            if (first != 0)
            {
                taken.Set(taken.Value & ~(1 << first));
                var seen = await head.Read();
                next[first] = seen;
                await head.CompareExchange(seen, first);
            }
        }
    }

    private static void WorkStealing(World world, bool exchanges)
    {
        var top = new Shared<int>(world, "top", 0);
        var bottom = new Shared<int>(world, "bottom", 1);
        var runs = new Shared<int>(world, "runs", 0);
        Parts.Run(world, () => Claim.That(runs.Value <= 1, "a task ran twice"), Own, Steal);

        async Routine Own()
        {
            var last = await bottom.Read() - 1;
            await bottom.Write(last);
            var first = await top.Read();
            if (first <= last && (!exchanges || await top.CompareExchange(first, first + 1) == first))
            {
                runs.Set(runs.Value + 1);
            }
        }

        async Routine Steal()
        {
            var first = await top.Read();
            if (first < await bottom.Read())
            {
                if (exchanges && await top.CompareExchange(first, first + 1) != first)
                {
                    return;
                }

                await top.Write(first + 1);
                runs.Set(runs.Value + 1);
            }
        }
    }

    private static void ReaderCount(World world)
    {
        var readers = new Shared<int>(world, "readers", 0);
        var gate = new Mutex(world, "gate");
        var writing = new Shared<bool>(world, "writing", false);
        Parts.Run(world, null, Read, Write);

        async Routine Read()
        {
            await gate.Acquire();
            gate.Release();
            await readers.Write(1);
            Claim.That(!await writing.Read(), "a reader meets a writer");
            await readers.Write(0);
        }

        async Routine Write()
        {
            await gate.Acquire();
            if (await readers.Read() == 0)
            {
                await writing.Write(true);
                await writing.Write(false);
            }

            gate.Release();
        }
    }

    private static void StopDuringStart(World world)
    {
        var state = new Shared<string>(world, "state", "new");
        var asked = new Shared<bool>(world, "asked to stop", false);
        Parts.Run(world, () => Claim.That(!asked.Value || state.Value != "running", "a stop was overwritten"), Start, Stop);

        async Routine Start()
        {
            if (await state.Read() == "new")
            {
                await state.Write("running");
            }
        }

        async Routine Stop()
        {
            await asked.Write(true);
            await state.Write("stopped");
        }
    }
}
