using Exploration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The rate limit of a source. Below a megabyte a second a pass does not end while a scenario lasts: going on
/// waits until the limit is raised, or there is no purpose in waiting.</summary>
public sealed class Pace(World world, Side side, Direction forward) : SharedObject(world, $"{side.Name()} bandwidth")
{
    private const ulong SlowBelow = 1_000_000;

    public bool IsSlow { get; private set; }

    /// <summary>Set when waiting has no purpose any more: a cancel, an error.</summary>
    public bool IsLifted { get; private set; }

    protected override ulong StateHash => (IsSlow ? 1UL : 0) | (IsLifted ? 2UL : 0);

    public void Limit(ulong bytesPerSecond)
    {
        IsSlow = bytesPerSecond is > 0 and < SlowBelow;
        Changed();
    }

    public void Lift(bool lifted)
    {
        IsLifted = lifted;
        Changed();
    }

    public Operation GoOn() => Begin(Access.Wait);

    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        !IsSlow || IsLifted || forward.IsBroken || forward.IsClosed;

    protected override ulong Run(in Pending operation, ControlledThread thread) => 0;

    protected override string Describe(in Pending operation) => "go on at the allowed rate";
}
