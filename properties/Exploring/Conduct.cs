using Exploration;
using Exploration.Strategies;
using Migconf.Properties.Laws;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>What a pair does in some random walks through a scenario. Two references that do the same in each of them, step by step, are
/// hardly told apart by that scenario.</summary>
/// <param name="Seen">All of it, as a number.</param>
/// <param name="Law">The law that was broken first, if any.</param>
public readonly record struct Conduct(ulong Seen, string? Law)
{
    /// <param name="scenario">What is done.</param>
    /// <param name="settings">To whom.</param>
    /// <param name="walks">How many walks, the same ones every time.</param>
    /// <param name="isLawless">Known defects are in it: it goes on when a law is broken.</param>
    public static Conduct Of(Scenario scenario, PairSettings settings, int walks, bool isLawless)
    {
        var seen = 0UL;
        string? law = null;
        for (var seed = 1; seed <= walks; seed++)
        {
            var walk = new Walk((ulong)seed);
            void Note(Model model)
            {
                foreach (var item in model.History.Items)
                {
                    seen = StableHash.Mix(seen, StableHash.Of($"{item.Side} {item.Command} {item.Shown}"));
                }
            }

            string? broken = null;
            if (isLawless)
            {
                Explorer.ExecuteLawless(scenario, settings, walk, Note);
            }
            else
            {
                broken = Explorer.Execute(scenario, settings, walk, Note)?.Law;
            }

            seen = StableHash.Mix(StableHash.Mix(seen, walk.Seen), StableHash.Of(broken));
            law ??= broken;
        }

        return new(seen, law);
    }

    /// <summary>A random walk that keeps what every thread would have done next at each step.</summary>
    private sealed class Walk(ulong seed) : IStrategy
    {
        private readonly RandomWalk walk = new(seed);

        internal ulong Seen { get; private set; }

        public bool IsFair => walk.IsFair;

        public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
        {
            foreach (var thread in ready)
            {
                ref readonly var next = ref thread.Next;
                Seen = StableHash.Mix(Seen, thread.Key ^ StableHash.Of(next.Target.Name));
                Seen = StableHash.Mix(Seen, ((ulong)next.Access << 56) ^ (ulong)next.Argument);
            }

            return walk.NextThread(world, ready);
        }

        public int NextChoice(World world, int count, string about)
        {
            Seen = StableHash.Mix(Seen, (ulong)count);
            return walk.NextChoice(world, count, about);
        }
    }
}
