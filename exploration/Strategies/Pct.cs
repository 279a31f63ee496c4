namespace Exploration.Strategies;

/// <summary>Probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010): threads have random priorities, the
/// highest that can go on runs, and at a few random steps the running one falls below all others. A bug of depth d in a
/// program of n threads and k steps is met with a probability of at least 1 / (n k^(d-1)) in each execution.</summary>
/// <param name="seed">What the priorities and steps are drawn from.</param>
/// <param name="depth">The depth d: one more than there are priority changes.</param>
/// <param name="steps">The length k that is expected.</param>
public sealed class Pct(ulong seed, int depth, int steps) : IStrategy
{
    private readonly int[] changes = new int[Math.Max(0, depth - 1)];
    private RandomNumbers random = new(seed);
    private PerThread<long> priorities;
    private bool begun;
    private long lowest;
    private int step;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        Begin();
        var best = Best(ready);
        foreach (var change in changes)
        {
            if (change == step)
            {
                priorities[ready[best]] = --lowest;
                best = Best(ready);
            }
        }

        step++;
        return best;
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);

    private void Begin()
    {
        if (begun)
        {
            return;
        }

        begun = true;
        for (var change = 0; change < changes.Length; change++)
        {
            changes[change] = random.Below(Math.Max(1, steps));
        }
    }

    private int Best(ReadOnlySpan<ControlledThread> ready)
    {
        var best = 0;
        for (var index = 0; index < ready.Length; index++)
        {
            ref var priority = ref priorities[ready[index]];
            if (priority == 0)
            {
                priority = 1 + (long)(random.Next() >> 2);
            }

            best = priority > priorities[ready[best]] ? index : best;
        }

        return best;
    }
}
