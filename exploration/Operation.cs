using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Exploration;

/// <summary>How an operation touches its object. Two operations on one object conflict unless both only read.</summary>
public enum Access
{
    Start,
    Read,
    Write,
    Acquire,
    Release,
    Send,
    Receive,
    Wait,
    Signal,
    Choose,
}

/// <summary>An operation about to happen: a scheduling point. It declares its object and kind before it is run.</summary>
/// <param name="Target">The object.</param>
/// <param name="Access">How the object is touched.</param>
/// <param name="Argument">A number the object gives meaning to.</param>
public readonly record struct Pending(SharedObject Target, Access Access, long Argument)
{
    public override string ToString() => Target.Describe(this);
}

/// <summary>Awaiting it lets the scheduler decide when the operation happens.</summary>
[SuppressMessage("Design", "CA1815", Justification = "Awaited, never compared.")]
public readonly struct Operation(World world)
{
    public Awaiter GetAwaiter() => new(world);

    public readonly struct Awaiter(World world) : ICriticalNotifyCompletion, IControlledAwaiter
    {
        public bool IsCompleted => false;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => world.Suspend(continuation);

        public void UnsafeOnCompleted(Action continuation) => world.Suspend(continuation);
    }
}

/// <summary>An operation with a result, read from its object the moment it has happened.</summary>
[SuppressMessage("Design", "CA1815", Justification = "Awaited, never compared.")]
public readonly struct Operation<T>(World world, IResultOf<T> target)
{
    public Awaiter GetAwaiter() => new(world, target);

    public readonly struct Awaiter(World world, IResultOf<T> target) : ICriticalNotifyCompletion, IControlledAwaiter
    {
        public bool IsCompleted => false;

        public T GetResult() => target.TakeResult();

        public void OnCompleted(Action continuation) => world.Suspend(continuation);

        public void UnsafeOnCompleted(Action continuation) => world.Suspend(continuation);
    }
}

/// <summary>An object whose operations have results.</summary>
public interface IResultOf<out T>
{
    T TakeResult();
}
