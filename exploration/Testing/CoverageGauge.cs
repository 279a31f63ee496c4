using Exploration.Strategies;

namespace Exploration.Testing;

/// <summary>Gathers coverage over executions.</summary>
internal sealed class CoverageGauge
{
    private readonly Dictionary<ulong, int> traces = [];
    private readonly Dictionary<(ulong, ulong), string> pairs = [];
    private long executions;
    private (long Seen, long All) walks;

    /// <summary>A strategy that does the same and is watched.</summary>
    internal static Watch Watching(IStrategy strategy) => new(strategy);

    internal void Add(Watch watch)
    {
        executions++;
        traces[watch.Trace] = traces.GetValueOrDefault(watch.Trace) + 1;
        foreach (var (key, text) in watch.Pairs)
        {
            pairs.TryAdd(key, text);
        }
    }

    /// <summary>A walk that is only asked whether it was seen before.</summary>
    internal void Probe(Watch watch) => walks = (walks.Seen + (traces.ContainsKey(watch.Trace) ? 1 : 0), walks.All + 1);

    internal Coverage Read()
    {
        var oneWay = pairs.Where(pair => !pairs.ContainsKey((pair.Key.Item2, pair.Key.Item1))).Select(pair => pair.Value)
            .Order(StringComparer.Ordinal).ToList();
        var both = (pairs.Count - oneWay.Count) / 2;
        return new(executions, traces.Count, traces.Values.LongCount(count => count == 1), both + oneWay.Count, both, oneWay)
        {
            SeenByWalks = walks.All == 0 ? null : (double)walks.Seen / walks.All,
        };
    }

    /// <summary>Watches one execution: its trace, and who came right after whom at an object.</summary>
    internal sealed class Watch : IStrategy
    {
        private readonly IStrategy inner;
        private readonly TraceHash hash;
        private readonly Dictionary<ulong, Visit> visits = [];
        private readonly Dictionary<(ulong, ulong), string> pairs = [];
        private Visit now;

        internal Watch(IStrategy inner)
        {
            this.inner = inner;
            hash = new TraceHash(inner);
        }

        public bool StopsAtRest => inner.StopsAtRest;

        public bool IsFair => inner.IsFair;

        public Tracking Tracking => hash.Tracking;

        internal ulong Trace => hash.Value;

        internal IReadOnlyDictionary<(ulong, ulong), string> Pairs => pairs;

        public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
        {
            var index = hash.NextThread(world, ready);
            if (index >= 0)
            {
                now = Visit.Of(ready[index]);
            }

            return index;
        }

        public int NextChoice(World world, int count, string about) => hash.NextChoice(world, count, about);

        public void Performed(World world, ControlledThread thread)
        {
            hash.Performed(world, thread);
            foreach (var mark in world.Footprint)
            {
                var visit = now with { Writes = (mark.Touch & Touch.Write) != 0 };
                if (visits.TryGetValue(mark.Place, out var before) && before.Thread != thread && (before.Writes || visit.Writes))
                {
                    var key = (before.Key, visit.Key);
                    if (!pairs.ContainsKey(key))
                    {
                        pairs.Add(key, $"{before.Thread!.Name} {before.What}, then {thread.Name} {visit.What}");
                    }
                }

                visits[mark.Place] = visit;
            }
        }

        private readonly record struct Visit(ControlledThread? Thread, Pending What, bool Writes)
        {
            internal ulong Key => StableHash.Mix(Thread!.Key, StableHash.Mix((ulong)What.Target.Id, StableHash.Mix((ulong)What.Access, (ulong)What.Argument)));

            internal static Visit Of(ControlledThread thread) => new(thread, thread.Next, false);
        }
    }
}
