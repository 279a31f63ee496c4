namespace Exploration;

/// <summary>One execution of a concurrent program under control. Everything runs on the calling thread; at each
/// operation the strategy says who goes on.</summary>
public sealed class World
{
    private readonly List<ControlledThread> threads = [];
    private readonly List<SharedObject> objects = [];
    private readonly List<Action> invariants = [];
    private readonly IStrategy strategy;
    private readonly int stepLimit;
    private readonly StartObject starts;
    private readonly ChoiceObject choices;
    private ControlledThread[] candidates = new ControlledThread[8];
    private bool announced;
    private bool pruned;

    public World(IStrategy strategy, int stepLimit = 20_000)
    {
        this.strategy = strategy;
        this.stepLimit = stepLimit;
        starts = new StartObject(this);
        choices = new ChoiceObject(this);
    }

    public IReadOnlyList<ControlledThread> Threads => threads;

    /// <summary>The thread that is running, or ran last.</summary>
    public ControlledThread? Current { get; private set; }

    public int Steps { get; private set; }

    /// <summary>A hash of the whole state: equal states have equal fingerprints.</summary>
    public ulong Fingerprint => StableHash.Mix(ObjectsHash, ThreadsHash);

    /// <summary>No thread can do anything but what may be put off for ever.</summary>
    public bool IsAtRest => !threads.Exists(t => t.IsReady && !t.Next.Target.IsWeak(t.Next));

    internal ulong ObjectsHash { get; set; }

    internal ulong ThreadsHash { get; set; }

    /// <summary>Called after every operation; it throws when something is wrong.</summary>
    public void AddInvariant(Action check) => invariants.Add(check);

    public ControlledThread Spawn(string name, Func<Routine> body, bool daemon = false)
    {
        var thread = new ControlledThread(this, threads.Count, name, body, daemon)
        {
            Next = new Pending(starts, Access.Start, 0),
        };
        threads.Add(thread);
        thread.Changed();
        return thread;
    }

    /// <summary>One of <paramref name="count"/> possibilities, decided by the strategy.</summary>
    public Operation<int> Choose(int count, string about) => choices.Choose(count, about);

    /// <summary>Declares that the running thread keeps nothing of what it has learned so far: its local state is
    /// what it was when it first said this. Sound only where that is true, such as at the top of a service loop.</summary>
    public void ForgetHistory() => Current!.History = StableHash.Mix(StableHash.Of(Current.Name), 0xF0);

    /// <summary>Runs until nothing more can happen.</summary>
    public Outcome Run()
    {
        try
        {
            while (true)
            {
                if (Steps >= stepLimit)
                {
                    return new Outcome(OutcomeKind.StepLimit, $"more than {stepLimit} operations");
                }

                if (!Step())
                {
                    return pruned ? new Outcome(OutcomeKind.Pruned, "") : Rest();
                }
            }
        }
        catch (ScheduleMismatchException)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever the program under test throws is its outcome.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new Outcome(OutcomeKind.Failed, error.Message) { Error = error };
        }
    }

    /// <summary>One operation of the strategy's choice; false when none is possible or wanted.</summary>
    public bool Step()
    {
        var count = 0;
        var strong = false;
        foreach (var thread in threads)
        {
            if (!thread.IsReady)
            {
                continue;
            }

            if (count == candidates.Length)
            {
                Array.Resize(ref candidates, count * 2);
            }

            candidates[count++] = thread;
            strong |= !thread.Next.Target.IsWeak(thread.Next);
        }

        if (count == 0 || (!strong && strategy.StopsAtRest))
        {
            return false;
        }

        var index = strategy.NextThread(this, candidates.AsSpan(0, count));
        if (index < 0)
        {
            pruned = true;
            return false;
        }

        Perform(candidates[index]);
        foreach (var invariant in invariants)
        {
            invariant();
        }

        return true;
    }

    internal int Register(SharedObject shared)
    {
        objects.Add(shared);
        return objects.Count;
    }

    internal int NextChoice(int count, string about) => strategy.NextChoice(this, count, about);

    internal void Announce(in Pending operation)
    {
        if (Current is null)
        {
            throw new InvalidOperationException($"'{operation}' was called outside a controlled thread.");
        }

        if (announced)
        {
            throw new InvalidOperationException(
                $"Thread {Current.Name} began '{operation}' without awaiting '{Current.Next}'.");
        }

        announced = true;
        Current.Next = operation;
    }

    internal void Suspend(Action continuation)
    {
        announced = false;
        Current!.Continuation = continuation;
    }

    private void Perform(ControlledThread thread)
    {
        Steps++;
        Current = thread;
        var operation = thread.Next;
        var observed = operation.Target.Run(operation, thread);
        thread.Learn(StableHash.Mix((ulong)operation.Target.Id, StableHash.Mix((ulong)operation.Access, observed)));
        operation.Target.Changed();
        Continue(thread);
        thread.Changed();
    }

    private void Continue(ControlledThread thread)
    {
        if (thread.IsStopped)
        {
            return;
        }

        var continuation = thread.Continuation;
        thread.Continuation = null;
        if (thread.Started)
        {
            continuation!();
        }
        else
        {
            thread.Started = true;
            _ = Main(thread);
        }

        if (announced)
        {
            throw new InvalidOperationException($"Thread {thread.Name} did not await '{thread.Next}'.");
        }

        if (thread.Continuation is null)
        {
            thread.IsFinished = true;
            if (failure is { } error)
            {
                failure = null;
                throw new ThreadFailedException(thread.Name, error);
            }
        }
    }

    private Exception? failure;

    private async Routine Main(ControlledThread thread)
    {
        try
        {
            await thread.Body();
        }
#pragma warning disable CA1031 // Reported as the outcome of the world.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = error;
        }
    }

    private Outcome Rest()
    {
        var stuck = threads.Where(t => !t.IsFinished && !t.IsStopped && !t.IsDaemon && !IsWeakAndEnabled(t)).ToList();
        return stuck.Count == 0
            ? new Outcome(OutcomeKind.Completed, "")
            : new Outcome(
                OutcomeKind.Deadlock,
                "waiting for ever: " + string.Join("; ", stuck.Select(t => $"{t.Name} at '{t.Next}'")));
    }

    private static bool IsWeakAndEnabled(ControlledThread t) => t.IsReady && t.Next.Target.IsWeak(t.Next);

    private sealed class StartObject(World world) : SharedObject(world, "thread")
    {
        protected internal override ulong StateHash => 0;

        protected internal override ulong Run(in Pending operation, ControlledThread thread) => 0;
    }

    private sealed class ChoiceObject(World world) : SharedObject(world, "choice"), IResultOf<int>
    {
        private int result;
        private string about = "";

        protected internal override ulong StateHash => 0;

        public int TakeResult() => result;

        internal Operation<int> Choose(int count, string what)
        {
            about = what;
            return Begin(this, Access.Choose, count);
        }

        protected internal override ulong Run(in Pending operation, ControlledThread thread)
        {
            result = World.NextChoice((int)operation.Argument, about);
            return (ulong)result;
        }
    }
}
