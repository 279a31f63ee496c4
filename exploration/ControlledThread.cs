using System.Diagnostics.CodeAnalysis;

namespace Exploration;

/// <summary>A cooperative thread of a world: an asynchronous method that runs from one operation to the next.</summary>
public sealed class ControlledThread
{
    private readonly World world;
    private ulong contribution;
    private Pending next;
    private ulong made;

    internal ControlledThread(World world, int id, ulong key, string name, Func<Routine> body, bool daemon, bool mortal)
    {
        this.world = world;
        Id = id;
        Key = key;
        Name = name;
        Body = body;
        IsDaemon = daemon;
        IsMortal = mortal;
        History = world.IsHashing ? StableHash.Of(name) : 0;
    }

    public int Id { get; }

    /// <summary>The same in every execution in which the same parent spawns it.</summary>
    public ulong Key { get; }

    public string Name { get; }

    /// <summary>A daemon may wait for ever without that being a deadlock.</summary>
    public bool IsDaemon { get; }

    /// <summary>It may be stopped from outside.</summary>
    public bool IsMortal { get; }

    public bool IsFinished { get; internal set; }

    /// <summary>The process this thread lived in has died: it never runs again.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The operation it will do next.</summary>
    public ref readonly Pending Next => ref next;

    /// <summary>The step in which it was spawned, from 0; -1 before the first.</summary>
    public int Birth { get; internal init; }

    /// <summary>Its next operation may be put off for ever.</summary>
    public bool IsWeak => next.Target.HasWeakOperations && next.Target.IsWeak(next);

    /// <summary>Its next operation can happen now.</summary>
    public bool IsReady => !IsFinished && !IsStopped && CanGoOn;

    /// <summary>The same, of a thread that lives.</summary>
    internal bool CanGoOn => next.Target.CanRun(next, this);

    internal World World => world;

    internal Func<Routine> Body { get; }

    internal Routine Routine { get; set; }

    /// <summary>A small number for a strategy's tables; -1 until it gives one.</summary>
    internal int Slot { get; set; } = -1;

    internal Action? Continuation { get; set; }

    /// <summary>The routine that goes on in this step and those that wait for it, by their state machines. Kept for witnesses.</summary>
    internal IReadOnlyList<Type> Waiting { get; private set; } = [];

    /// <summary>Who waits at the same condition after this one.</summary>
    internal ControlledThread? WaitsBefore { get; set; }

    /// <summary>The condition it waits at was signalled for it.</summary>
    internal bool IsSignalled { get; set; }

    /// <summary>For each thread, how many of its spans end before what this one does now.</summary>
    internal int[] Clock = [];

    /// <summary>Hash of all this thread has learned. As threads are deterministic it determines their local state.</summary>
    internal ulong History { get; set; }

    /// <summary>The place that says whether it lives.</summary>
    internal ulong Life => Key | (1UL << 63);

    /// <summary>Waits until it has ended.</summary>
    public Operation Join() => world.Join(this);

    /// <summary>Ends the thread where it stands, as the death of its process does.</summary>
    public void Stop()
    {
        if (!IsMortal)
        {
            throw new MisuseException($"Thread {Name} was not spawned as mortal.");
        }

        IsStopped = true;
        world.Ended(this);
        if (world.IsTracing)
        {
            world.Touch(Life, Touch.Write);
        }

        Rehash();
    }

    /// <summary>A number for something this thread makes.</summary>
    internal ulong NextKey() => StableHash.Mix(Key, ++made);

    /// <summary>Notes which routines are about to go on.</summary>
    internal void NoteWaiting()
    {
        List<Type> methods = [];
        for (var frame = Continuation?.Target as RoutineFrame; frame is not null; frame = frame.Caller)
        {
            methods.Add(frame.Method);
        }

        Waiting = methods;
    }

    internal void Observe(int[]? other)
    {
        if (other is not null)
        {
            VectorClocks.Join(ref Clock, other);
        }
    }

    /// <summary>Adds what this thread knows, and begins a new span of it.</summary>
    internal void Publish([NotNull] ref int[]? other)
    {
        other ??= world.Clocks!.New(Clock.Length);
        VectorClocks.Join(ref other, Clock);
        Clock[Id]++;
    }

    /// <summary>A copy for somebody to observe; null where races are not looked for.</summary>
    internal int[]? ClockForOthers()
    {
        int[]? copy = null;
        if (world.Clocks is not null)
        {
            Publish(ref copy);
        }

        return copy;
    }

    internal void Plan(in Pending operation) => next = operation;

    internal void Learn(ulong observed) => History = StableHash.Mix(History, observed);

    internal void Rehash()
    {
        if (!world.IsHashing)
        {
            return;
        }

        world.ThreadsHash ^= contribution;
        contribution = IsFinished || IsStopped
            ? StableHash.Mix((ulong)Id + 0x100, IsFinished ? 1UL : 2UL)
            : StableHash.Mix((ulong)Id + 0x100, History);
        world.ThreadsHash ^= contribution;
    }
}
