using Exploration.Primitives;

namespace Exploration.Gallery;

/// <summary>Programs by which partial-order reductions are compared in print (Flanagan and Godefroid, POPL 2005; Abdulla and
/// others, POPL 2014 and J. ACM 2017), with the number of their classes.</summary>
public static class Literature
{
    /// <summary>A writer and n readers of one variable: 2^n.</summary>
    public static void Readers(World world, int readers)
    {
        var shared = new Shared<int>(world, "x", 0);
        world.Spawn("writer", async () => await shared.Write(1));
        for (var reader = 0; reader < readers; reader++)
        {
            world.Spawn($"reader {reader}", async () => await shared.Read());
        }
    }

    /// <summary>Threads enter four values each into a hash table of 128 cells by compare-and-set: 1 up to 11 threads, then
    /// 8 for 12, 4096 for 15.</summary>
    public static void Indexer(World world, int threads)
    {
        const int size = 128;
        var table = Enumerable.Range(0, size).Select(cell => new Shared<int>(world, $"cell {cell}", 0)).ToArray();
        for (var number = 0; number < threads; number++)
        {
            var own = number;
            world.Spawn($"thread {own}", async () =>
            {
                for (var message = 0; message < 4; message++)
                {
                    var value = ((message + 1) * 11) + own;
                    var cell = value * 7 % size;
                    while (await table[cell].CompareExchange(0, value) != 0)
                    {
                        cell = (cell + 1) % size;
                    }
                }
            });
        }
    }

    /// <summary>Threads look for a free block for an inode, under a lock for each inode and each block: 1 up to 13 threads,
    /// then 2 for 14, 8 for 16, 32 for 18, 64 for 19.</summary>
    public static void FileSystem(World world, int threads)
    {
        const int inodes = 32;
        const int blocks = 26;
        var inodeLocks = Enumerable.Range(0, inodes).Select(at => new Mutex(world, $"inode lock {at}")).ToArray();
        var blockLocks = Enumerable.Range(0, blocks).Select(at => new Mutex(world, $"block lock {at}")).ToArray();
        var inode = new int[inodes];
        var busy = new bool[blocks];
        for (var number = 0; number < threads; number++)
        {
            var own = number;
            world.Spawn($"thread {own}", async () =>
            {
                var i = own % inodes;
                await inodeLocks[i].Acquire();
                if (inode[i] == 0)
                {
                    var b = i * 2 % blocks;
                    while (true)
                    {
                        await blockLocks[b].Acquire();
                        if (!busy[b])
                        {
                            busy[b] = true;
                            inode[i] = b + 1;
                            blockLocks[b].Release();
                            break;
                        }

                        blockLocks[b].Release();
                        b = (b + 1) % blocks;
                    }
                }

                inodeLocks[i].Release();
            });
        }
    }

    /// <summary>A thread writes a variable after the one before has: the last zero of an array is looked for while n threads
    /// copy their left neighbour plus one (Abdulla and others, POPL 2014).</summary>
    public static void LastZero(World world, int threads)
    {
        var cells = Enumerable.Range(0, threads + 1).Select(at => new Shared<int>(world, $"cell {at}", 0)).ToArray();
        world.Spawn("reader", async () =>
        {
            var at = threads;
            while (await cells[at].Read() != 0)
            {
                at--;
            }
        });
        for (var number = 1; number <= threads; number++)
        {
            var own = number;
            world.Spawn($"thread {own}", async () => await cells[own].Write(await cells[own - 1].Read() + 1));
        }
    }

    /// <summary>n threads write one variable: n!.</summary>
    public static void Writers(World world, int writers)
    {
        var shared = new Shared<int>(world, "x", 0);
        for (var writer = 0; writer < writers; writer++)
        {
            var own = writer;
            world.Spawn($"writer {own}", async () => await shared.Write(own));
        }
    }

    /// <summary>n threads take one lock m times each: (n m)! / m!^n.</summary>
    public static void OneLock(World world, int threads, int times)
    {
        var mutex = new Mutex(world, "lock");
        for (var number = 0; number < threads; number++)
        {
            world.Spawn($"thread {number}", async () =>
            {
                for (var time = 0; time < times; time++)
                {
                    await mutex.Acquire();
                    mutex.Release();
                }
            });
        }
    }
}
