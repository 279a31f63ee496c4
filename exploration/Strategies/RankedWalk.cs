namespace Exploration.Strategies;

/// <summary>A random walk that mostly lets a thread of the lowest rank go on, and now and then any.</summary>
public sealed class RankedWalk(ulong seed, Func<ControlledThread, int> rank) : IStrategy
{
    /// <summary>Once in so many operations any thread may go on.</summary>
    private const int Turn = 12;

    private RandomNumbers random = new(seed);

    public bool IsFair => true;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var any = random.Below(ready.Length);
        if (random.Below(Turn) == 0)
        {
            return any;
        }

        var chosen = any;
        for (var step = 1; step < ready.Length; step++)
        {
            var other = (any + step) % ready.Length;
            chosen = rank(ready[other]) < rank(ready[chosen]) ? other : chosen;
        }

        return chosen;
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);
}
