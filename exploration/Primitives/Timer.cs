namespace Exploration.Primitives;

/// <summary>Something that will happen after some time (<see cref="VirtualClock.After"/>).</summary>
public sealed class Timer
{
    private readonly VirtualClock clock;
    private ControlledThread? thread;

    internal Timer(VirtualClock clock) => this.clock = clock;

    /// <summary>The time has come, and what it was set for has begun.</summary>
    public bool HasFired { get; private set; }

    /// <summary>It will not happen any more; false when it has begun. It is no scheduling point.</summary>
    public bool Stop()
    {
        clock.Forget(thread!);
        if (HasFired || thread!.IsStopped)
        {
            return false;
        }

        thread.Stop();
        return true;
    }

    internal void Start(ControlledThread runs) => thread = runs;

    internal async Routine Run(long due, Func<Routine> body)
    {
        await clock.SleepUntil(due);
        HasFired = true;
        await body();
    }
}
