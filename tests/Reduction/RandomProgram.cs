using Exploration;
using Exploration.Primitives;
using Mutex = Exploration.Primitives.Mutex;
using ReaderWriterLock = Exploration.Primitives.ReaderWriterLock;
using Semaphore = Exploration.Primitives.Semaphore;

namespace Migconf.Tests.Reduction;

/// <summary>A small concurrent program made from a seed: threads of a few operations each over shared variables, locks,
/// channels, events, conditions and choices.</summary>
internal sealed class RandomProgram
{
    private readonly List<List<(int Kind, int Which, int Value)>> threads = [];
    private readonly int capacity;
    private ulong state;

    internal RandomProgram(ulong seed, int mostThreads, int mostOperations)
    {
        state = StableHash.Mix(seed, 0xABCD);
        capacity = Below(3) == 0 ? 1 : int.MaxValue;
        var count = 2 + Below(mostThreads - 1);
        for (var thread = 0; thread < count; thread++)
        {
            List<(int, int, int)> operations = [];
            for (var left = 1 + Below(mostOperations); left > 0; left--)
            {
                operations.Add((Below(19), Below(2), Below(3)));
            }

            threads.Add(operations);
        }
    }

    public override string ToString() => string.Join(" | ", threads.Select(operations => string.Join(' ', operations)));

    internal void Set(World world)
    {
        Shared<int>[] variables = [new(world, "x", 0), new(world, "y", 0)];
        Mutex[] locks = [new(world, "m"), new(world, "n")];
        Condition[] conditions = [new(world, "c", locks[0]), new(world, "d", locks[1])];
        Channel<int>[] channels = [new(world, "p", capacity), new(world, "q", capacity)];
        Event[] events = [new(world, "e"), new(world, "f")];
        Semaphore[] semaphores = [new(world, "s", 1), new(world, "t", 0)];
        ReaderWriterLock[] gates = [new(world, "g"), new(world, "h")];
        AutoEvent[] autos = [new(world, "i"), new(world, "j", true)];
        for (var index = 0; index < threads.Count; index++)
        {
            var operations = threads[index];
            world.Spawn($"t{index}", async () =>
            {
                foreach (var (kind, which, value) in operations)
                {
                    await Do(kind, which, value);
                }
            });
        }

        async Routine Do(int kind, int which, int value)
        {
            switch (kind)
            {
                case 0 or 1:
                    await variables[which].Read();
                    break;
                case 2 or 3:
                    await variables[which].Write(value);
                    break;
                case 14:
                    await semaphores[which].Wait();
                    await variables[which].Write(value);
                    semaphores[which].Release();
                    break;
                case 15:
                    await gates[which].EnterRead();
                    await variables[which].Read();
                    gates[which].ExitRead();
                    break;
                case 16:
                    await gates[which].EnterWrite();
                    await variables[1 - which].Write(value);
                    gates[which].ExitWrite();
                    break;
                case 17:
                    await autos[which].Wait();
                    break;
                case 18:
                    autos[which].Set();
                    semaphores[1 - which].Release();
                    await variables[which].Exchange(value);
                    break;
                case 4:
                    await variables[which].CompareExchange(value, value + 1);
                    break;
                case 5:
                    await locks[which].Acquire();
                    var seen = await variables[1 - which].Read();
                    await variables[1 - which].Write(seen + 1);
                    locks[which].Release();
                    break;
                case 6:
                    await locks[which].Acquire();
                    variables[which].Set(value);
                    locks[which].Release();
                    break;
                case 7:
                    await channels[which].Send(value);
                    break;
                case 8:
                    await channels[which].Receive();
                    break;
                case 9:
                    await events[which].Set();
                    break;
                case 10:
                    await events[which].Wait();
                    break;
                case 11:
                    if (await world.Choose(2, "which") == 1)
                    {
                        await variables[which].Write(value);
                    }

                    break;
                case 12:
                    await locks[which].Acquire();
                    if (value == 0)
                    {
                        await conditions[which].Wait();
                    }
                    else
                    {
                        conditions[which].Signal();
                    }

                    locks[which].Release();
                    break;
                default:
                    if (await locks[which].TryAcquire())
                    {
                        await variables[which].Write(value);
                        locks[which].Release();
                    }

                    break;
            }
        }
    }

    private int Below(int count)
    {
        state = StableHash.Mix(state, 7);
        return (int)((state >> 33) % (ulong)count);
    }
}
