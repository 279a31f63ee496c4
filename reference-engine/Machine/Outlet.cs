using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The QMP connection towards the manager: what the VMM shows, in order.</summary>
public sealed class Outlet(World world, Side side) : SharedObject(world, side.Name() + " monitor")
{
    private readonly List<Observation> shown = [];
    private readonly Dictionary<int, Observation> pending = [];
    private ulong hash;

    public Side Side { get; } = side;

    public IReadOnlyList<Observation> Shown => shown;

    /// <summary>Whether something may be shown now; a judge allows only what was seen next.</summary>
    public Func<Observation, bool>? Gate { get; set; }

    /// <summary>Called with everything shown.</summary>
    public Action<Observation>? Listener { get; set; }

    protected override ulong StateHash => hash;

    public Operation Show(Observation observation)
    {
        pending[World.Current!.Id] = observation;
        return Begin(Access.Send);
    }

    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        Gate is null || Gate(pending[thread.Id]);

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        var observation = pending[thread.Id];
        shown.Add(observation);
        hash = Exploration.StableHash.Mix(hash, observation.StableHash());
        Listener?.Invoke(observation);
        return 0;
    }

    /// <summary>What a thread is about to show.</summary>
    public Observation About(ControlledThread thread) => pending[thread.Id];

    protected override string Describe(in Pending operation) => $"show on {Name}";
}
