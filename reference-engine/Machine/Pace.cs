using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The rate limits of a source: <c>max-bandwidth</c>, and <c>max-postcopy-bandwidth</c> once the guest runs on the
/// destination. Below a megabyte a second a pass does not end while a scenario lasts: going on waits until the limit is raised,
/// something is urgent, or there is no purpose in waiting. Below a hundred it is as slow for a guest that rewrites its memory for ever, while
/// that runs: passes end, and none is the last.</summary>
public sealed class Pace(World world, Side side) : SharedObject(world, $"{side.Name()} bandwidth")
{
    private const ulong SlowBelow = 1_000_000;
    private const ulong OutrunBelow = 100_000_000;
    private bool mayBeOutrun;
    private bool isBusy;
    private bool isSlowInPrecopy;
    private bool isSlowInPostcopy;
    private bool inPostcopy;
    private bool hasNoPurpose;
    private bool isUrgent;

    public bool IsSlow
    {
        get
        {
            Touches(Touch.Read);
            return inPostcopy ? isSlowInPostcopy : isSlowInPrecopy || (isBusy && mayBeOutrun);
        }
    }

    /// <summary>The guest changes its memory faster than it may be sent, and passes end all the same.</summary>
    internal bool IsOutrun => IsSlow && !inPostcopy && !isSlowInPrecopy;

    /// <summary>Slow, and somebody waits for it.</summary>
    public bool Holds => IsSlow && !hasNoPurpose;

    protected override ulong StateHash => new[] { isSlowInPrecopy, isSlowInPostcopy, inPostcopy, hasNoPurpose, isUrgent, mayBeOutrun, isBusy }
        .Aggregate(0UL, (bits, one) => (bits << 1) | (one ? 1UL : 0));

    public void Limit(ulong bytesPerSecond)
    {
        isSlowInPrecopy = IsLow(bytesPerSecond);
        mayBeOutrun = bytesPerSecond is > 0 and < OutrunBelow;
        Changed();
    }

    /// <summary>Whether the guest rewrites its memory for ever: one that stands still does not.</summary>
    internal void NoteBusy(bool rewrites)
    {
        if (isBusy != rewrites)
        {
            isBusy = rewrites;
            Changed();
        }
    }

    public void LimitPostcopy(ulong bytesPerSecond)
    {
        isSlowInPostcopy = IsLow(bytesPerSecond);
        Changed();
    }

    /// <summary>Which of the two limits holds from now on.</summary>
    public void EnterPostcopy(bool entered)
    {
        inPostcopy = entered;
        Changed();
    }

    /// <summary>Once the guest runs on the destination a limit holds that was read before, and may have been changed since: what only a
    /// deviation does.</summary>
    internal bool Remembered
    {
        get
        {
            Touches(Touch.Read);
            return isSlowInPostcopy;
        }
        set => isSlowInPostcopy = value;
    }

    /// <summary>Waiting has no purpose any more: a cancel, an error, a lost link.</summary>
    public void Lift(bool lifted)
    {
        hasNoPurpose = lifted;
        Changed();
    }

    /// <summary>Somebody waits for one thing: who goes on next does not wait for the limit.</summary>
    public void Urge()
    {
        isUrgent = true;
        Changed();
    }

    public Operation GoOn() => Begin(Access.Wait);

    protected override bool CanRun(in Pending operation, ControlledThread thread) => !IsSlow || hasNoPurpose || isUrgent;

    protected override void Declare(in Pending operation, ControlledThread thread) =>
        Touches((isUrgent ? Touch.Write : Touch.Read) | Touch.MayWait);

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        isUrgent = false;
        return 0;
    }

    protected override string Describe(in Pending operation) => "go on at the allowed rate";

    private static bool IsLow(ulong bytesPerSecond) => bytesPerSecond is > 0 and < SlowBelow;
}
