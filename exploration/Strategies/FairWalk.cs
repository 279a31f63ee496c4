namespace Exploration.Strategies;

/// <summary>A random walk that lets nobody wait for ever: the longer a thread could go on and was not chosen, the likelier
/// it is. Every endless execution of it is fair, so that one in which nothing good comes is a livelock.</summary>
public sealed class FairWalk(ulong seed) : IStrategy
{
    private RandomNumbers random = new(seed);
    private PerThread<int> waited;

    public bool IsFair => true;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var total = 0;
        foreach (var thread in ready)
        {
            total += ++waited[thread];
        }

        var drawn = random.Below(total);
        for (var index = 0; ; index++)
        {
            drawn -= waited[ready[index]];
            if (drawn < 0)
            {
                waited[ready[index]] = 0;
                return index;
            }
        }
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);
}
