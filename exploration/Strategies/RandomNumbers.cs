namespace Exploration.Strategies;

/// <summary>Random numbers that are the same for the same seed on every machine; seeds next to each other share
/// nothing.</summary>
internal struct RandomNumbers(ulong seed)
{
    private ulong state = StableHash.Mix(seed, 0x6D69_6763_6F6E_66) | 1;

    internal int Below(int count)
    {
        if (count == 1)
        {
            return 0;
        }

        return (int)(((Next() >> 32) * (ulong)count) >> 32);
    }

    /// <summary>Marsaglia's xorshift, scrambled by a multiplication.</summary>
    internal ulong Next()
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545F4914F6CDD1DUL;
    }
}
