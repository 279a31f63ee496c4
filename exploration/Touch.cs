namespace Exploration;

/// <summary>How a step touches a place of the shared state. Two steps may not be swapped when they touch one place
/// and at least one of them writes it.</summary>
[Flags]
public enum Touch
{
    Read = 0,
    Write = 1,

    /// <summary>May let somebody go on who waits at this place, such as the release of a lock: what waited for it
    /// cannot come before it.</summary>
    Enable = Write | EnableShared,

    /// <summary>As <see cref="Enable"/>, but several of them may be swapped, such as the releases of readers.</summary>
    EnableShared = 2,

    /// <summary>Had to wait until it was possible, such as the acquisition of a lock.</summary>
    Await = Write | AwaitShared,

    /// <summary>As <see cref="Await"/>, but several of them may be swapped, such as waits for an event.</summary>
    AwaitShared = 4,

    /// <summary>May have had to wait at this place; whether it did is seen from whether its thread stood ready. For
    /// operations that wait for nothing else than what is written at this one place.</summary>
    MayWait = 8,
}

/// <summary>A place and how it was touched. A place is an object of the world, or a numbered part of one.</summary>
public readonly record struct Mark(ulong Place, Touch Touch)
{
    /// <summary>Whether two steps' marks forbid swapping the steps.</summary>
    public static bool Conflict(ReadOnlySpan<Mark> left, ReadOnlySpan<Mark> right)
    {
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                if (one.Place == other.Place && ((one.Touch | other.Touch) & Touch.Write) != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
