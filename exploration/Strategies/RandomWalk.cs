namespace Exploration.Strategies;

/// <summary>Every enabled thread is equally likely at every operation.</summary>
public sealed class RandomWalk(ulong seed) : IStrategy
{
    private ulong state = StableHash.Mix(seed, 0x6D69_6763_6F6E_66);

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready) => Below(ready.Length);

    public int NextChoice(World world, int count, string about) => Below(count);

    private int Below(int count)
    {
        state = StableHash.Mix(state, 1);
        return (int)((state >> 33) % (ulong)count);
    }
}
