using Exploration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The rate limit of a source. Below a megabyte a second a pass does not end while a scenario lasts: going on
/// waits until the limit is raised, or there is no purpose in waiting.</summary>
public sealed class Pace : SharedObject
{
    private const ulong SlowBelow = 1_000_000;
    private bool isSlow;
    private bool hasNoPurpose;

    public Pace(World world, Side side, Direction forward)
        : base(world, $"{side.Name()} bandwidth") => forward.Ended += () => Lift(true);

    public bool IsSlow
    {
        get
        {
            Touches(Touch.Read);
            return isSlow;
        }
    }

    protected override ulong StateHash => (isSlow ? 1UL : 0) | (hasNoPurpose ? 2UL : 0);

    public void Limit(ulong bytesPerSecond)
    {
        isSlow = bytesPerSecond is > 0 and < SlowBelow;
        Changed();
    }

    /// <summary>Waiting has no purpose any more: a cancel, an error, a lost link.</summary>
    public void Lift(bool lifted)
    {
        hasNoPurpose = lifted;
        Changed();
    }

    public Operation GoOn() => Begin(Access.Wait);

    protected override bool CanRun(in Pending operation, ControlledThread thread) => !isSlow || hasNoPurpose;

    protected override void Declare(in Pending operation, ControlledThread thread) => Touches(Touch.Read | Touch.MayWait);

    protected override ulong Run(in Pending operation, ControlledThread thread) => 0;

    protected override string Describe(in Pending operation) => "go on at the allowed rate";
}
