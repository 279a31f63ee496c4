using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The QMP connection towards the manager: what the VMM shows, in order.</summary>
public sealed class Outlet(World world, Side side) : SharedObject(world, side.Name() + " monitor"), IShows
{
    private const int Order = 0;
    private const int FirstPosition = 1;
    private readonly Dictionary<int, Observation> pending = [];
    private IReadOnlyList<Observation>? expected;
    private ulong hash;

    public Side Side { get; } = side;

    /// <summary>Called with everything shown.</summary>
    public Action<Observation>? Listener { get; set; }

    /// <summary>How much of what is expected has been shown.</summary>
    public int Matched { get; private set; }

    protected override ulong StateHash => hash;

    /// <summary>From now on only this may be shown, in this order.</summary>
    public void Expect(IReadOnlyList<Observation> observations) => expected = observations;

    public Operation Show(Observation observation)
    {
        pending[World.Current!.Id] = observation;
        return Begin(Access.Send);
    }

    public Observation? About(ControlledThread thread) => pending[thread.Id];

    /// <summary>The step under way depends on all that has been shown.</summary>
    public void DependsOnAll(Touch touch = Touch.Read) => Touches(touch, Order);

    /// <summary>The step under way had to wait until so much of what is expected had been shown.</summary>
    public void DependsOnFirst(int count)
    {
        if (count > 0)
        {
            Touches(Touch.AwaitShared, FirstPosition + count - 1);
        }
    }

    internal bool MayShow(Observation observation) => expected is null
        || (Matched < expected.Count && expected[Matched] == observation);

    /// <summary>The step under way shows this. Where an order is expected, only equal observations can take each other's place.</summary>
    internal void DeclareShow(Observation observation)
    {
        if (expected is null)
        {
            Touches(Touch.Write, Order);
            return;
        }

        Touches(Touch.Write, int.MinValue | (int)(observation.StableHash() & int.MaxValue));
        DependsOnFirst(Matched);
        Touches(Touch.Enable, FirstPosition + Matched);
    }

    internal void ShowNow(Observation observation)
    {
        Matched += expected is null ? 0 : 1;
        hash = Exploration.StableHash.Mix(hash, observation.StableHash());
        Listener?.Invoke(observation);
    }

    protected override bool CanRun(in Pending operation, ControlledThread thread) => MayShow(pending[thread.Id]);

    protected override void Declare(in Pending operation, ControlledThread thread) => DeclareShow(pending[thread.Id]);

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        ShowNow(pending[thread.Id]);
        return 0;
    }

    protected override string Describe(in Pending operation) => $"show on {Name}";
}
