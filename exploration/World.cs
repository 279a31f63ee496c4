using System.Runtime.InteropServices;
using Exploration.Primitives;

namespace Exploration;

/// <summary>One execution of a concurrent program under control. Everything runs on the calling thread; at each
/// operation the strategy says who goes on.</summary>
public sealed class World
{
    private readonly List<ControlledThread> threads = [];
    private readonly List<ControlledThread> living = [];
    private readonly Ending ending = new();
    private Action? invariants;
    private readonly IStrategy strategy;
    private readonly IRetracing? retracing;
    private readonly int stepLimit;
    private readonly bool stopsAtRest;
    private readonly bool tracks;
    private readonly ThreadsObject starts;
    private readonly ChoiceObject choices;
    private ControlledThread[] candidates = new ControlledThread[8];
    private Footprint footprint;
    private int objectCount;
    private bool announced;
    private bool pruned;

    public World(IStrategy strategy, int stepLimit = 20_000)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        this.strategy = strategy;
        retracing = strategy as IRetracing;
        this.stepLimit = stepLimit;
        stopsAtRest = strategy.StopsAtRest;
        tracks = (strategy.Tracking & Tracking.Footprints) != 0;
        IsHashing = (strategy.Tracking & Tracking.Fingerprints) != 0;
        starts = new ThreadsObject(this);
        choices = new ChoiceObject(this);
    }

    public IReadOnlyList<ControlledThread> Threads => threads;

    /// <summary>The thread that is running, or ran last.</summary>
    public ControlledThread? Current { get; private set; }

    public int Steps { get; private set; }

    /// <summary>A hash of the whole state: equal states have equal fingerprints. Kept for strategies that ask for it.</summary>
    public ulong Fingerprint => StableHash.Mix(ObjectsHash, ThreadsHash);

    /// <summary>A hash of all that can be seen without looking into threads: every object, and what each thread does next.</summary>
    internal ulong Outside => threads.Aggregate(ObjectsHash, (hash, thread) => StableHash.Mix(
        hash,
        thread.IsFinished ? 1 : StableHash.Mix((ulong)thread.Next.Target.Id, StableHash.Mix((ulong)thread.Next.Access, (ulong)thread.Next.Argument))));

    /// <summary>What the last step touched; each place once. Kept for strategies that ask for it.</summary>
    public ReadOnlySpan<Mark> Footprint => footprint.Marks;

    /// <summary>The last step may be swapped with no other.</summary>
    public bool IsBarrier { get; private set; }

    /// <summary>No thread can do anything but what may be put off for ever.</summary>
    public bool IsAtRest => !threads.Exists(t => t.IsReady && !t.IsWeak);

    /// <summary>A step is under way.</summary>
    internal bool IsRunning { get; private set; }

    internal bool IsTracing { get; private set; }

    internal bool IsHashing { get; }

    /// <summary>Told what happens, for those who want to read it.</summary>
    internal IWitness? Witness { get; init; }

    /// <summary>What happened before what is kept, as something in the world is shared without protection.</summary>
    internal VectorClocks? Clocks { get; private set; }

    internal ulong ObjectsHash { get; set; }

    internal ulong ThreadsHash { get; set; }

    /// <summary>Called after every operation; it throws when something is wrong.</summary>
    public void AddInvariant(Action check) => invariants += check;

    /// <summary>Called when the execution has ended and nobody waits for ever; it throws when something is wrong.</summary>
    public void AtEnd(Action check) => ending.Checks += check;

    /// <param name="name">Unique in the world; schedules speak of threads by name.</param>
    /// <param name="body">What the thread does.</param>
    /// <param name="daemon">The thread may wait for ever without that being a deadlock.</param>
    /// <param name="mortal">The thread may be stopped from outside (<see cref="ControlledThread.Stop"/>).</param>
    public ControlledThread Spawn(string name, Func<Routine> body, bool daemon = false, bool mortal = false)
    {
        var key = IsRunning ? Current!.NextKey() : (ulong)threads.Count + 1;
        var thread = new ControlledThread(this, threads.Count, key, name, body, daemon, mortal)
        {
            Birth = Steps - 1,
        };
        thread.Plan(new Pending(starts, Access.Start, 0));
        threads.Add(thread);
        living.Add(thread);
        if (Clocks is not null)
        {
            BeginClock(thread);
        }

        thread.Rehash();
        return thread;
    }

    /// <summary>A point at which others may go on, and nothing else.</summary>
    public Operation Yield() => starts.Yield();

    /// <summary>One of <paramref name="count"/> possibilities, decided by the strategy.</summary>
    public Operation<int> Choose(int count, string about) => choices.Choose(count, about);

    /// <summary>Declares that the running thread keeps nothing of what it has learned so far: its local state is
    /// what it was when it first said this. Sound only where that is true, such as at the top of a service loop.</summary>
    public void ForgetHistory() => Current!.History = StableHash.Mix(StableHash.Of(Current.Name), 0xF0);

    /// <summary>The step under way depends on everything that was done before, such as finding the world at rest.</summary>
    public void Barrier() => IsBarrier |= IsTracing;

    /// <summary>Runs until nothing more can happen.</summary>
    public Outcome Run()
    {
        try
        {
            while (Steps < stepLimit)
            {
                if (!Step())
                {
                    return pruned ? Outcome.Pruned : ending.Of(threads);
                }
            }

            return ending.AtLimit(stepLimit, strategy.IsFair);
        }
        catch (ScheduleMismatchException)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever the program under test throws is its outcome.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Outcome.Of(error);
        }
        finally
        {
            Clocks?.GiveBack();
            Clocks = null;
        }
    }

    /// <summary>One operation of the strategy's choice; false when none is possible or wanted.</summary>
    public bool Step()
    {
        if (retracing?.Retraced(this) is { } known)
        {
            if (!known.IsReady)
            {
                throw ScheduleMismatchException.NotDeterministic(Steps + 1);
            }

            Perform(known, false);
            return true;
        }

        var count = 0;
        var strong = !stopsAtRest;
        if (living.Count > candidates.Length)
        {
            Array.Resize(ref candidates, living.Count * 2);
        }

        foreach (var thread in CollectionsMarshal.AsSpan(living))
        {
            if (thread.CanGoOn)
            {
                ref var candidate = ref candidates[count++];
                if (candidate != thread)
                {
                    candidate = thread;
                }

                strong = strong || !thread.IsWeak;
            }
        }

        if (count == 0 || !strong)
        {
            return false;
        }

        var index = strategy.NextThread(this, candidates.AsSpan(0, count));
        if (index < 0)
        {
            pruned = true;
            return false;
        }

        Perform(candidates[index], tracks);
        invariants?.Invoke();
        return true;
    }

    /// <summary>What the next operation of a thread would touch by itself.</summary>
    public ReadOnlySpan<Mark> Foresee(ControlledThread thread)
    {
        footprint.Clear();
        IsTracing = true;
        Declare(thread);
        IsTracing = false;
        return Footprint;
    }

    /// <summary>The number of a new object: the same in every execution in which the same thread makes it.</summary>
    internal int Register() => IsRunning ? (int)(Current!.NextKey() >> 34) | 0x4000_0000 : ++objectCount;

    internal int NextChoice(int count, string about)
    {
        var choice = strategy.NextChoice(this, count, about);
        Witness?.Chose(about, choice);
        return choice;
    }

    internal void Touch(ulong place, Touch touch) => footprint.Add(place, touch);

    internal Operation Join(ControlledThread thread) => starts.Join(thread);

    /// <summary>From here on it is kept what happened before what.</summary>
    internal void WatchRaces()
    {
        if (Clocks is null)
        {
            Clocks = VectorClocks.Take();
            foreach (var thread in threads)
            {
                BeginClock(thread);
            }
        }
    }

    internal void Watch(LivenessMonitor monitor) => ending.Monitors.Add(monitor);

    /// <summary>Who waits for the end of a thread may go on.</summary>
    internal void Ended(ControlledThread thread)
    {
        living.Remove(thread);
        starts.Ended(thread);
    }

    internal void Announce(in Pending operation)
    {
        if (Current is null)
        {
            throw new MisuseException($"'{operation}' was called outside a controlled thread.");
        }

        if (announced)
        {
            throw new MisuseException(
                $"Thread {Current.Name} began '{operation}' without awaiting '{Current.Next}'.");
        }

        announced = true;
        Current.Plan(operation);
    }

    internal void Suspend(Action continuation)
    {
        announced = false;
        Current!.Continuation = continuation;
    }

    private void Declare(ControlledThread thread)
    {
        if (thread.IsMortal && (!thread.IsStopped || thread.Next.Target.CanRun(thread.Next, thread)))
        {
            Touch(thread.Life, Exploration.Touch.Read);
        }

        thread.Next.Target.Declare(thread.Next, thread);
    }

    /// <summary>A new thread knows what the one that spawned it knew.</summary>
    private void BeginClock(ControlledThread thread)
    {
        int[]? clock = Clocks!.New(thread.Id + 1);
        if (IsRunning && Current != thread)
        {
            Current!.Publish(ref clock);
        }

        clock[thread.Id] = 1;
        thread.Clock = clock;
    }

    private void Perform(ControlledThread thread, bool traces)
    {
        Steps++;
        Current = thread;
        if (traces)
        {
            footprint.Clear();
            IsBarrier = false;
            IsTracing = true;
            Declare(thread);
        }

        var target = thread.Next.Target;
        var access = thread.Next.Access;
        Witness?.Begins(thread);
        var observed = target.Run(thread.Next, thread);
        if (Witness is not null)
        {
            thread.NoteWaiting();
            Witness.Happened(thread, target.DescribeResult(thread.Next, thread));
        }

        if (Clocks is not null)
        {
            target.Synchronize(thread.Next, thread);
        }

        if (IsHashing)
        {
            thread.Learn(StableHash.Mix((ulong)target.Id, StableHash.Mix((ulong)access, observed)));
            target.Rehash();
        }

        IsRunning = true;
        Continue(thread);
        IsRunning = false;
        thread.Rehash();
        IsTracing = false;
        if (tracks)
        {
            strategy.Performed(this, thread);
        }
    }

    private void Continue(ControlledThread thread)
    {
        if (thread.IsStopped)
        {
            return;
        }

        if (thread.Continuation is { } continuation)
        {
            thread.Continuation = null;
            continuation();
        }
        else
        {
            thread.Routine = thread.Body();
        }

        if (announced)
        {
            throw new MisuseException($"Thread {thread.Name} did not await '{thread.Next}'.");
        }

        if (thread.Continuation is null)
        {
            thread.IsFinished = true;
            Ended(thread);
            Finish(thread);
        }
    }

    private static void Finish(ControlledThread thread)
    {
        var awaiter = thread.Routine.GetAwaiter();
        if (!awaiter.IsCompleted)
        {
            throw new MisuseException(
                $"Thread {thread.Name} waits for a routine that was started elsewhere; await what a thread starts in that thread.");
        }

        try
        {
            awaiter.GetResult();
        }
#pragma warning disable CA1031 // Reported as the outcome of the world.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new ThreadFailedException(thread.Name, error);
        }
    }
}
