using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Exploration;

/// <summary>Compiles <c>async Routine</c>: no thread pool, no execution context, and no foreign awaitable.</summary>
[SuppressMessage("Design", "CA1815", Justification = "Used by the compiler only.")]
[SuppressMessage("Performance", "CA1822", Justification = "The compiler asks for instance members.")]
public struct RoutineBuilder
{
    private RoutineBuilderCore<int> core;

    public static RoutineBuilder Create() => default;

    public Routine Task => new(core.Failed is { } error ? RoutineFrame<int>.Of(error) : core.Frame);

    public void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine => machine.MoveNext();

    public void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    public void SetResult() => core.SetResult(0);

    public void SetException(Exception error) => core.SetException(error);

    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine => awaiter.OnCompleted(core.Suspend<TAwaiter, TMachine>(ref machine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(core.Suspend<TAwaiter, TMachine>(ref machine));
}

/// <summary>Compiles <c>async Routine&lt;T&gt;</c>.</summary>
[SuppressMessage("Design", "CA1815", Justification = "Used by the compiler only.")]
[SuppressMessage("Performance", "CA1822", Justification = "The compiler asks for instance members.")]
[SuppressMessage("Design", "CA1000", Justification = "The compiler asks for a static Create.")]
public struct RoutineBuilder<T>
{
    private RoutineBuilderCore<T> core;

    public static RoutineBuilder<T> Create() => default;

    public Routine<T> Task => new(core.Failed is { } error ? RoutineFrame<T>.Of(error) : core.Frame, core.Result!);

    public void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine => machine.MoveNext();

    public void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    public void SetResult(T result) => core.SetResult(result);

    public void SetException(Exception error) => core.SetException(error);

    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine => awaiter.OnCompleted(core.Suspend<TAwaiter, TMachine>(ref machine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(core.Suspend<TAwaiter, TMachine>(ref machine));
}

/// <summary>What both builders share: a frame is taken at the first suspension and holds the state machine.</summary>
internal struct RoutineBuilderCore<T>
{
    internal RoutineFrame<T>? Frame;
    internal T? Result;
    internal Exception? Failed;

    internal void SetResult(T result)
    {
        if (Frame is null)
        {
            Result = result;
        }
        else
        {
            Frame.Result = result;
            Frame.Finish();
        }
    }

    internal void SetException(Exception error)
    {
        if (Frame is null)
        {
            Failed = error;
        }
        else
        {
            Frame.Finish(error);
        }
    }

    internal Action Suspend<TAwaiter, TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        if (!typeof(IControlledAwaiter).IsAssignableFrom(typeof(TAwaiter)))
        {
            throw new UncontrolledAwaitException(typeof(TAwaiter));
        }

        if (Frame is null)
        {
            var frame = Suspended<TMachine>.Take();
            Frame = frame;
            frame.Machine = machine;
        }

        return Frame.Resume;
    }

    /// <summary>Frames that ended serve again: an exploration suspends the same few methods millions of times.</summary>
    private sealed class Suspended<TMachine> : RoutineFrame<T>
        where TMachine : IAsyncStateMachine
    {
        private static readonly int Kind = FramePool.NewKind();

        private Suspended<TMachine>? nextFree;

        internal TMachine Machine = default!;

        internal override Type Method => typeof(TMachine);

        private Suspended() => Resume = () => Machine.MoveNext();

        internal static Suspended<TMachine> Take()
        {
            ref var free = ref FramePool.Free(Kind);
            if (free is null)
            {
                return new Suspended<TMachine>();
            }

            var frame = Unsafe.As<Suspended<TMachine>>(free);
            free = frame.nextFree;
            frame.nextFree = null;
            return frame;
        }

        private protected override void Recycle()
        {
            base.Recycle();
            Machine = default!;
            ref var free = ref FramePool.Free(Kind);
            nextFree = Unsafe.As<Suspended<TMachine>>(free);
            free = this;
        }
    }
}

/// <summary>For each kind of frame the first of those that are free, on this thread.</summary>
internal static class FramePool
{
    [ThreadStatic]
    private static RoutineFrame?[]? free;

    private static int kinds;

    internal static int NewKind() => Interlocked.Increment(ref kinds) - 1;

    internal static ref RoutineFrame? Free(int kind)
    {
        var all = free;
        if (all is null || kind >= all.Length)
        {
            Array.Resize(ref all, Math.Max(64, kind * 2));
            free = all;
        }

        return ref all[kind];
    }
}

/// <summary>A controlled thread awaited something the world does not control, such as <c>Task.Delay</c>.</summary>
public sealed class UncontrolledAwaitException(Type awaiter) : MisuseException(
    $"A controlled thread awaited {awaiter}, which the world does not schedule. Await operations of the world only.");
