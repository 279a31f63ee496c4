using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Exploration;

/// <summary>What an asynchronous method of a controlled thread returns: <c>async Routine Send()</c>. It may await
/// operations of the world and other routines, and nothing else. It is awaited once.</summary>
[AsyncMethodBuilder(typeof(RoutineBuilder))]
public readonly struct Routine
{
    private readonly RoutineFrame? frame;
    private readonly int version;

    internal Routine(RoutineFrame? frame) => (this.frame, version) = (frame, frame?.Version ?? 0);

    public Awaiter GetAwaiter() => new(frame, version);

    public readonly struct Awaiter : ICriticalNotifyCompletion, IControlledAwaiter
    {
        private readonly RoutineFrame? frame;
        private readonly int version;

        internal Awaiter(RoutineFrame? frame, int version) => (this.frame, this.version) = (frame, version);

        public bool IsCompleted => frame is null || frame.IsDone(version);

        public void GetResult() => frame?.Collect(version);

        public void OnCompleted(Action continuation) => frame!.ContinueWith(continuation);

        public void UnsafeOnCompleted(Action continuation) => frame!.ContinueWith(continuation);
    }
}

/// <summary>A routine with a result.</summary>
[AsyncMethodBuilder(typeof(RoutineBuilder<>))]
public readonly struct Routine<T>
{
    private readonly RoutineFrame<T>? frame;
    private readonly T result;
    private readonly int version;

    internal Routine(RoutineFrame<T>? frame, T result) =>
        (this.frame, this.result, version) = (frame, result, frame?.Version ?? 0);

    public Awaiter GetAwaiter() => new(frame, result, version);

    public readonly struct Awaiter : ICriticalNotifyCompletion, IControlledAwaiter
    {
        private readonly RoutineFrame<T>? frame;
        private readonly T result;
        private readonly int version;

        internal Awaiter(RoutineFrame<T>? frame, T result, int version) =>
            (this.frame, this.result, this.version) = (frame, result, version);

        public bool IsCompleted => frame is null || frame.IsDone(version);

        public T GetResult()
        {
            if (frame is null)
            {
                return result;
            }

            var found = frame.Result;
            frame.Collect(version);
            return found;
        }

        public void OnCompleted(Action continuation) => frame!.ContinueWith(continuation);

        public void UnsafeOnCompleted(Action continuation) => frame!.ContinueWith(continuation);
    }
}

/// <summary>Marks the awaiters a controlled thread may wait on.</summary>
internal interface IControlledAwaiter;

/// <summary>A suspended routine.</summary>
internal abstract class RoutineFrame
{
    private bool done;
    private ExceptionDispatchInfo? error;
    private Action? continuation;

    /// <summary>How often the frame has served: a routine that was awaited already is told by it.</summary>
    internal int Version { get; private set; }

    /// <summary>Goes on where the routine waits.</summary>
    internal Action Resume { get; private protected init; } = () => { };

    /// <summary>The state machine of the routine; its name is made of the method's.</summary>
    internal abstract Type Method { get; }

    /// <summary>The routine that waits for this one.</summary>
    internal RoutineFrame? Caller => continuation?.Target as RoutineFrame;

    internal bool IsDone(int version)
    {
        Check(version);
        return done;
    }

    internal void ContinueWith(Action next)
    {
        if (continuation is not null)
        {
            throw AwaitedTwice();
        }

        continuation = next;
    }

    internal void Finish(Exception? failure = null)
    {
        error = failure is null ? null : ExceptionDispatchInfo.Capture(failure);
        done = true;
        if (continuation is { } next)
        {
            continuation = null;
            next();
        }
    }

    /// <summary>Takes the result, once; the frame may then serve another routine.</summary>
    internal void Collect(int version)
    {
        Check(version);
        var thrown = error;
        Version++;
        done = false;
        error = null;
        Recycle();
        thrown?.Throw();
    }

    private protected virtual void Recycle()
    {
    }

    private void Check(int version)
    {
        if (version != Version)
        {
            throw AwaitedTwice();
        }
    }

    private static MisuseException AwaitedTwice() =>
        new("A routine was awaited a second time. Call the method again, or keep its result.");
}

/// <summary>A suspended routine that will have a result, or one that failed before it ever waited.</summary>
internal class RoutineFrame<T> : RoutineFrame
{
    internal T Result { get; set; } = default!;

    internal override Type Method => typeof(void);

    internal static RoutineFrame<T> Of(Exception error)
    {
        var failed = new RoutineFrame<T>();
        failed.Finish(error);
        return failed;
    }

    private protected override void Recycle() => Result = default!;
}
