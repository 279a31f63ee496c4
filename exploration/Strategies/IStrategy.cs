namespace Exploration;

/// <summary>Decides who runs next, and what a choice yields.</summary>
public interface IStrategy
{
    /// <summary>Whether a world is done when only operations are left that may be put off for ever.</summary>
    bool StopsAtRest => true;

    /// <summary>Whether it lets no thread wait for ever that can go on: only then is a long execution in which something
    /// does not come a livelock.</summary>
    bool IsFair => false;

    /// <summary>What the strategy wants the world to keep.</summary>
    Tracking Tracking => Tracking.Nothing;

    /// <summary>Index of the thread to run, or -1 to give the execution up.</summary>
    int NextThread(World world, ReadOnlySpan<ControlledThread> ready);

    int NextChoice(World world, int count, string about);

    /// <summary>A step has been done; <see cref="World.Footprint"/> is what it touched, if that is tracked.</summary>
    void Performed(World world, ControlledThread thread)
    {
    }
}

/// <summary>A strategy that leads back to where it was before it goes on.</summary>
public interface IRetracing : IStrategy
{
    /// <summary>The thread that goes on, where that was decided before and all up to here was seen before: nobody else is
    /// looked at then, nothing is tracked, and no invariant is checked. Null: <see cref="IStrategy.NextThread"/> is asked.</summary>
    ControlledThread? Retraced(World world);
}

/// <summary>A strategy that runs a program until it has seen what it wants to see.</summary>
public interface ISearch : IRetracing
{
    /// <summary>Prepares the next execution; false when there is none. The world of the last one must still stand.</summary>
    bool Begin();

    /// <summary>Executions begun.</summary>
    long Executions { get; }
}

/// <summary>What a world keeps for its strategy; each costs time.</summary>
[Flags]
public enum Tracking
{
    Nothing = 0,

    /// <summary>What each step touches.</summary>
    Footprints = 1,

    /// <summary>A hash of the whole state.</summary>
    Fingerprints = 2,
}
