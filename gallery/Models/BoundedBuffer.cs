using Exploration.Primitives;

namespace Exploration.Gallery.Models;

/// <summary>A buffer of one place, two readers, a writer, and one condition for both: a signal may wake the wrong one.
/// Model <c>bb</c> of facts: coyote.</summary>
public static class BoundedBuffer
{
    /// <summary>Signals one: a deadlock.</summary>
    public static void SignalsOne(World world) => Build(world, all: false);

    /// <summary>Signals all.</summary>
    public static void SignalsAll(World world) => Build(world, all: true);

    private static void Build(World world, bool all)
    {
        var buffer = new Buffer(world, all);
        world.Spawn("main", async () =>
        {
            var first = world.Spawn("first reader", () => Read(5));
            await world.Yield();
            var second = world.Spawn("second reader", () => Read(5));
            await world.Yield();
            var writer = world.Spawn("writer", () => Write(10));
            await world.Yield();
            await first.Join();
            await second.Join();
            await writer.Join();
        });

        async Routine Read(int times)
        {
            for (var time = 0; time < times; time++)
            {
                await buffer.Take();
            }
        }

        async Routine Write(int times)
        {
            for (var time = 0; time < times; time++)
            {
                await buffer.Put(time);
            }
        }
    }

    private sealed class Buffer
    {
        private readonly Mutex mutex;
        private readonly Condition changed;
        private readonly Plain<int> count;
        private readonly Plain<int> place;
        private readonly bool all;

        internal Buffer(World world, bool all)
        {
            this.all = all;
            mutex = new Mutex(world, "buffer lock");
            changed = new Condition(world, "changed", mutex);
            count = new Plain<int>(world, "count", 0);
            place = new Plain<int>(world, "place", 0);
        }

        internal async Routine Put(int item)
        {
            await mutex.Acquire();
            while (count.Value == 1)
            {
                await changed.Wait();
            }

            count.Value++;
            place.Value = item;
            Leave();
        }

        internal async Routine<int> Take()
        {
            await mutex.Acquire();
            while (count.Value == 0)
            {
                await changed.Wait();
            }

            count.Value--;
            var item = place.Value;
            Leave();
            return item;
        }

        private void Leave()
        {
            if (all)
            {
                changed.SignalAll();
            }
            else
            {
                changed.Signal();
            }

            mutex.Release();
        }
    }
}
