using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Migconf.Benchmarks.Exploring;

/// <summary>What one would write in an afternoon, to compare with: pooled <c>async ValueTask</c> methods, a lock with a
/// condition, spawn and join under a random walk. No races, deadlocks, schedules or stories.</summary>
internal sealed class NaiveScheduler(ulong seed)
{
    private readonly Func<ValueTask>?[] begins = new Func<ValueTask>?[8];
    private readonly Action?[] continuations = new Action?[8];
    private readonly ValueTask[] running = new ValueTask[8];
    private readonly List<int>?[] joining = new List<int>?[8];
    private readonly bool[] ended = new bool[8];
    private readonly int[] ready = new int[8];
    private ulong random = (seed * 0x9E37_79B9_7F4A_7C15) | 1;
    private int count;
    private int threads;

    internal int Steps { get; private set; }

    internal int Current { get; private set; }

    internal int Spawn(Func<ValueTask> body)
    {
        begins[threads] = body;
        Wake(threads);
        return threads++;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Consumed once, when the thread has ended.")]
    internal void Run()
    {
        while (count > 0)
        {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            Current = ready[(int)(((random >> 32) * (ulong)count) >> 32)];
            Steps++;
            if (begins[Current] is { } begin)
            {
                begins[Current] = null;
                running[Current] = begin();
            }
            else
            {
                var goOn = continuations[Current]!;
                continuations[Current] = null;
                goOn();
            }

            if (continuations[Current] is null)
            {
                running[Current].GetAwaiter().GetResult();
                ended[Current] = true;
                Block();
                joining[Current]?.ForEach(Wake);
            }
        }
    }

    internal Point Step() => new(this);

    internal async ValueTask Join(int thread)
    {
        while (!ended[thread])
        {
            (joining[thread] ??= []).Add(Current);
            Block();
            await Step();
        }
    }

    internal void Wake(int thread)
    {
        if (Array.IndexOf(ready, thread, 0, count) < 0)
        {
            ready[count++] = thread;
        }
    }

    internal void Block() => ready[Array.IndexOf(ready, Current, 0, count)] = ready[--count];

    internal readonly struct Point(NaiveScheduler scheduler) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Point GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => scheduler.continuations[scheduler.Current] = continuation;
    }
}

/// <summary>A lock and its condition.</summary>
internal sealed class NaiveLock(NaiveScheduler scheduler)
{
    private readonly List<int> wanting = [];
    private readonly Queue<int> waiting = [];
    private bool held;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask Acquire()
    {
        await scheduler.Step();
        while (held)
        {
            wanting.Add(scheduler.Current);
            scheduler.Block();
            await scheduler.Step();
        }

        held = true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask Wait()
    {
        waiting.Enqueue(scheduler.Current);
        Release();
        scheduler.Block();
        await Acquire();
    }

    internal void Release()
    {
        held = false;
        foreach (var thread in wanting)
        {
            scheduler.Wake(thread);
        }

        wanting.Clear();
    }

    internal void Signal()
    {
        if (waiting.TryDequeue(out var thread))
        {
            scheduler.Wake(thread);
        }
    }
}
