using Exploration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The image of a disk that both sides can reach. Who writes it holds its lock: alone, if its guest is to run. Who does not keep
/// others out, shares it with those who do not either; another program can keep both from taking it.</summary>
public sealed class Image(World world, Ownership ownership) : SharedObject(world, "image")
{
    private readonly bool[] active = [true, false];
    private readonly Hold[] holds = [Hold.Alone, Hold.None];
    private bool isHeldElsewhere;

    /// <summary>What this side believes.</summary>
    public bool IsActive(Side side)
    {
        Touches(Touch.Read);
        return active[(int)side];
    }

    private enum Hold
    {
        None,
        Shared,
        Alone,
    }

    /// <summary>Whether this side holds the lock alone; for laws.</summary>
    public bool IsHeldBy(Side side) => holds[(int)side] == Hold.Alone;

    /// <summary>This side writes it, and does not keep others out.</summary>
    internal bool IsShared(Side side)
    {
        Touches(Touch.Read);
        return holds[(int)side] == Hold.Shared;
    }

    protected override ulong StateHash =>
        (ulong)holds[0] | ((ulong)holds[1] << 2) | (isHeldElsewhere ? 16UL : 0) | (active[0] ? 32UL : 0) | (active[1] ? 64UL : 0);

    /// <summary>Another program takes the lock, or gives it back. Who holds it already keeps it.</summary>
    public void HoldElsewhere(bool held)
    {
        isHeldElsewhere = held;
        Changes();
    }

    /// <summary>False: somebody else holds the lock. Who shares it holds it alone as soon as it may.</summary>
    internal bool Lock(Side side, bool alone)
    {
        var wanted = alone ? Hold.Alone : Hold.Shared;
        if (!isHeldElsewhere && holds[1 - (int)side] is var other && (other == Hold.None || (other == Hold.Shared && !alone)))
        {
            holds[(int)side] = (Hold)Math.Max((int)holds[(int)side], (int)wanted);
        }

        active[(int)side] |= holds[(int)side] != Hold.None;
        Changes();
        return holds[(int)side] != Hold.None;
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
        holds[(int)side] = Hold.None;
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
