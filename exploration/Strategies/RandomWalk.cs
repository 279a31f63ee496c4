namespace Exploration.Strategies;

/// <summary>Every thread that can go on is equally likely at every operation.</summary>
public sealed class RandomWalk(ulong seed) : IStrategy
{
    private RandomNumbers random = new(seed);

    public bool IsFair => true;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready) => random.Below(ready.Length);

    public int NextChoice(World world, int count, string about) => random.Below(count);
}
