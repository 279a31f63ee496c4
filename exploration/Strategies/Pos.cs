namespace Exploration.Strategies;

/// <summary>Partial-order sampling (Yuan, Yang, Gu, CAV 2018): each operation gets a random priority when it becomes the
/// next of its thread, the highest that can go on runs, and those that conflict with it draw again. Orders of operations
/// that conflict come up more evenly than in a random walk.</summary>
public sealed class Pos(ulong seed) : IStrategy
{
    private RandomNumbers random = new(seed);
    private PerThread<ulong> priorities;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var best = 0;
        for (var index = 0; index < ready.Length; index++)
        {
            ref var priority = ref priorities[ready[index]];
            priority = priority == 0 ? random.Next() | 1 : priority;
            best = priority > priorities[ready[best]] ? index : best;
        }

        var chosen = ready[best];
        foreach (var other in ready)
        {
            if (Conflict(chosen.Next, other.Next))
            {
                priorities[other] = 0;
            }
        }

        priorities[chosen] = 0;
        return best;
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);

    private static bool Conflict(in Pending one, in Pending other) =>
        one.Target == other.Target && (one.Access != Access.Read || other.Access != Access.Read);
}
