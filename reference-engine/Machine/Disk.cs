using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>A VMM's disk: active when it may be written from here, which takes the lock of the image. A VMM without one has nothing to
/// activate. The big lock is held.</summary>
public sealed class Disk(Image? image, Side side, Rules rules)
{
    public bool Exists => image is not null;

    public bool IsActive => image?.IsActive(side) ?? true;

    /// <summary>Whether this side may write the image; for laws.</summary>
    public bool IsHeld => image?.IsHeldBy(side) ?? true;

    /// <summary>False: somebody else holds the lock; the disk stays as it was, and may be activated later.</summary>
    internal bool Activate()
    {
        if (image is null || image.IsActive(side))
        {
            return true;
        }

        if (image.Lock(side))
        {
            if (!rules.ActivationKeepsLock)
            {
                image.Release(side);
            }

            return true;
        }

        if (!rules.FailedActivationChangesNothing)
        {
            image.Suppose(side);
        }

        return false;
    }

    /// <summary>What was written is in the image, and the lock is free.</summary>
    internal void Inactivate() => image?.Unlock(side);
}
