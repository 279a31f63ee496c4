using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Exploration;

/// <summary>Compiles <c>async Routine</c>: no thread pool, no execution context, and no foreign awaitable.</summary>
[SuppressMessage("Design", "CA1815", Justification = "Used by the compiler only.")]
[SuppressMessage("Performance", "CA1822", Justification = "The compiler asks for instance members.")]
public struct RoutineBuilder
{
    private RoutineBuilderCore<int> core;

    public static RoutineBuilder Create() => default;

    public Routine Task => core.Failed is { } error ? new Routine(FailedFrame.Of<int>(error)) : new Routine(core.Frame);

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

    public Routine<T> Task => core.Failed is { } error
        ? new Routine<T>(FailedFrame.Of<T>(error), default!)
        : new Routine<T>(core.Frame, core.Result!);

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

/// <summary>What both builders share: the frame is made at the first suspension and holds the state machine.</summary>
internal struct RoutineBuilderCore<T>
{
    internal Suspended? Frame;
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
            var frame = new Suspended<TMachine>();
            Frame = frame;
            frame.Machine = machine;
            frame.Resume = frame.MoveNext;
        }

        return Frame.Resume!;
    }

    internal class Suspended : RoutineFrame, IResultFrame<T>
    {
        internal Action? Resume;

        public T Result { get; internal set; } = default!;
    }

    private sealed class Suspended<TMachine> : Suspended
        where TMachine : IAsyncStateMachine
    {
        internal TMachine Machine = default!;

        internal void MoveNext() => Machine.MoveNext();
    }
}

/// <summary>A routine that failed before it ever waited.</summary>
internal static class FailedFrame
{
    internal static RoutineFrame Of<T>(Exception error) =>
        new RoutineBuilderCore<T>.Suspended { Done = true, Error = ExceptionDispatchInfo.Capture(error) };
}

/// <summary>A controlled thread awaited something the world does not control, such as <c>Task.Delay</c>.</summary>
public sealed class UncontrolledAwaitException(Type awaiter) : InvalidOperationException(
    $"A controlled thread awaited {awaiter}, which the world does not schedule. Await operations of the world only.");
