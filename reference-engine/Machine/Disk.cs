using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>A VMM's disk: active when it may be written from here, which takes the lock of the image. A VMM without one has nothing to
/// activate. The big lock is held.</summary>
public sealed class Disk(Image? image, Side side, Rules rules)
{
    private bool hasJob;

    public bool Exists => image is not null;

    public bool IsActive => image?.IsActive(side) ?? true;

    /// <summary>Whether this side may write the image; for laws.</summary>
    public bool IsHeld => image?.IsHeldBy(side) ?? true;

    /// <summary>False: somebody else holds the lock; the disk stays as it was, and may be activated later.</summary>
    /// <param name="alone">The guest is to run. If it is not, others are not kept out yet.</param>
    internal bool Activate(bool alone = true)
    {
        if (image is null || (image.IsActive(side) && !(alone && image.IsShared(side))))
        {
            return true;
        }

        if (image.Lock(side, alone && rules.ActivationKeepsLock))
        {
            return true;
        }

        if (!rules.FailedActivationChangesNothing)
        {
            image.Suppose(side);
        }

        return false;
    }

    /// <summary>A job of the block layer writes what it copies: it does not let go.</summary>
    internal bool HasJob { init => hasJob = value; }

    /// <summary>What was written is in the image, and the lock is free. False: it cannot be given up.</summary>
    internal bool Inactivate()
    {
        if (!hasJob)
        {
            image?.Unlock(side);
        }
        else if (!rules.JobKeepsDisk)
        {
            image!.Abandon(side);
        }

        return !hasJob || !rules.JobKeepsDisk;
    }

    /// <summary>False: there was none.</summary>
    internal bool EndJob()
    {
        var had = hasJob;
        hasJob = false;
        if (had && !IsActive)
        {
            image!.Release(side);
        }

        return had;
    }
}
