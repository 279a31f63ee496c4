namespace Migconf.Devices.Generation;

/// <summary>Random numbers of a seed, the same on every machine and in every version of the runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>From 0 to <paramref name="sides"/> - 1.</summary>
    internal int Roll(int sides) => (int)(Next() % (ulong)sides);

    internal bool Chance(int percent) => Roll(100) < percent;

    internal T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both among them.</summary>
    internal Int128 Between(Int128 low, Int128 high) => low + (Int128)(((UInt128)Next() << 64 | Next()) % (UInt128)(high - low + 1));

    private ulong Next()
    {
        state += 0x9e3779b97f4a7c15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
}
