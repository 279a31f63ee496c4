namespace Exploration.Strategies;

/// <summary>Follows another strategy and computes a hash of the class the execution belongs to: executions that
/// differ only in the order of steps that may be swapped have the same.</summary>
public sealed class TraceHash(IStrategy inner) : IStrategy
{
    private readonly Dictionary<ulong, (ulong Write, ulong Reads)> places = [];
    private readonly Dictionary<ulong, ulong> last = [];
    private ulong barrier;
    private ulong choices;
    private Pending operation;

    public bool StopsAtRest => inner.StopsAtRest;

    public Tracking Tracking => inner.Tracking | Tracking.Footprints;

    public ulong Value { get; private set; }

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var index = inner.NextThread(world, ready);
        choices = 0;
        operation = index >= 0 ? ready[index].Next : default;
        return index;
    }

    public int NextChoice(World world, int count, string about)
    {
        var choice = inner.NextChoice(world, count, about);
        choices = StableHash.Mix(choices, (ulong)choice + 1);
        return choice;
    }

    public void Performed(World world, ControlledThread thread)
    {
        if ((inner.Tracking & Tracking.Footprints) != 0)
        {
            inner.Performed(world, thread);
        }

        var hash = StableHash.Mix(StableHash.Mix(thread.Key, last.GetValueOrDefault(thread.Key)), StableHash.Mix(choices, barrier));
        hash = StableHash.Mix(hash, ((ulong)operation.Target.Id << 8) | (ulong)operation.Access);
        var seen = 0UL;
        foreach (var mark in world.Footprint)
        {
            var (write, reads) = places.GetValueOrDefault(mark.Place);
            var writes = (mark.Touch & Touch.Write) != 0;
            seen += StableHash.Mix(mark.Place, StableHash.Mix((ulong)mark.Touch, StableHash.Mix(write, writes ? reads : 0)));
        }

        hash = StableHash.Mix(hash, world.IsBarrier ? Value : seen);
        foreach (var mark in world.Footprint)
        {
            var (write, reads) = places.GetValueOrDefault(mark.Place);
            places[mark.Place] = (mark.Touch & Touch.Write) != 0 ? (hash, 0) : (write, reads + hash);
        }

        barrier = world.IsBarrier ? hash : barrier;
        last[thread.Key] = hash;
        Value += hash;
    }
}
