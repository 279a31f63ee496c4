using Exploration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The image of a disk that both sides can reach. Who writes it holds its lock, and one at most does; another program can
/// keep both from taking it.</summary>
public sealed class Image(World world, Ownership ownership) : SharedObject(world, "image")
{
    private readonly bool[] active = [true, false];
    private Side? holder = Side.Source;
    private bool isHeldElsewhere;

    /// <summary>What this side believes.</summary>
    public bool IsActive(Side side)
    {
        Touches(Touch.Read);
        return active[(int)side];
    }

    /// <summary>Whether this side holds the lock; for laws.</summary>
    public bool IsHeldBy(Side side) => holder == side;

    protected override ulong StateHash =>
        (holder is { } side ? (uint)side + 1UL : 0UL) | (isHeldElsewhere ? 4UL : 0) | (active[0] ? 8UL : 0) | (active[1] ? 16UL : 0);

    /// <summary>Another program takes the lock, or gives it back. Who holds it already keeps it.</summary>
    public void HoldElsewhere(bool held)
    {
        isHeldElsewhere = held;
        Changes();
    }

    /// <summary>False: somebody else holds the lock.</summary>
    internal bool Lock(Side side)
    {
        if (holder is null && !isHeldElsewhere)
        {
            holder = side;
        }

        active[(int)side] |= holder == side;
        Changes();
        return holder == side;
    }

    /// <summary>This side believes that it holds the lock.</summary>
    internal void Suppose(Side side)
    {
        active[(int)side] = true;
        Changes();
    }

    /// <summary>This side believes that it holds it no more, and does: what only a deviation comes to.</summary>
    internal void Abandon(Side side)
    {
        active[(int)side] = false;
        Changes();
    }

    internal void Unlock(Side side)
    {
        active[(int)side] = false;
        Release(side);
    }

    /// <summary>The lock is free, whatever this side believes.</summary>
    internal void Release(Side side)
    {
        holder = holder == side ? null : holder;
        Changes();
    }

    protected override ulong Run(in Pending operation, ControlledThread thread) => 0;

    private void Changes()
    {
        Touches(Touch.Write);
        ownership.Changes();
        Rehash();
    }
}
