using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Exploration;

/// <summary>What an asynchronous method of a controlled thread returns: <c>async Routine Send()</c>. It may await
/// operations of the world and other routines, and nothing else.</summary>
[AsyncMethodBuilder(typeof(RoutineBuilder))]
public readonly struct Routine
{
    private readonly RoutineFrame? frame;

    internal Routine(RoutineFrame? frame) => this.frame = frame;

    public Awaiter GetAwaiter() => new(frame);

    public readonly struct Awaiter : ICriticalNotifyCompletion, IControlledAwaiter
    {
        private readonly RoutineFrame? frame;

        internal Awaiter(RoutineFrame? frame) => this.frame = frame;

        public bool IsCompleted => frame is null || frame.Done;

        public void GetResult() => frame?.Error?.Throw();

        public void OnCompleted(Action continuation) => frame!.Continuation = continuation;

        public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
    }
}

/// <summary>A routine with a result.</summary>
[AsyncMethodBuilder(typeof(RoutineBuilder<>))]
public readonly struct Routine<T>
{
    private readonly RoutineFrame? frame;
    private readonly T result;

    internal Routine(RoutineFrame? frame, T result)
    {
        this.frame = frame;
        this.result = result;
    }

    public Awaiter GetAwaiter() => new(frame, result);

    public readonly struct Awaiter : ICriticalNotifyCompletion, IControlledAwaiter
    {
        private readonly RoutineFrame? frame;
        private readonly T result;

        internal Awaiter(RoutineFrame? frame, T result)
        {
            this.frame = frame;
            this.result = result;
        }

        public bool IsCompleted => frame is null || frame.Done;

        public T GetResult()
        {
            frame?.Error?.Throw();
            return frame is null ? result : ((IResultFrame<T>)frame).Result;
        }

        public void OnCompleted(Action continuation) => frame!.Continuation = continuation;

        public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
    }
}

/// <summary>Marks the awaiters a controlled thread may wait on.</summary>
internal interface IControlledAwaiter;

internal interface IResultFrame<out T>
{
    T Result { get; }
}

/// <summary>A suspended routine.</summary>
internal abstract class RoutineFrame
{
    internal bool Done;
    internal ExceptionDispatchInfo? Error;
    internal Action? Continuation;

    internal void Finish(Exception? error = null)
    {
        Error = error is null ? null : ExceptionDispatchInfo.Capture(error);
        Done = true;
        Continuation?.Invoke();
    }
}
