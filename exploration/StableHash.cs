namespace Exploration;

/// <summary>Hashes that are the same in every process: fingerprints of states may be compared between runs.</summary>
public static class StableHash
{
    public static ulong Mix(ulong left, ulong right)
    {
        var x = (left ^ System.Numerics.BitOperations.RotateLeft(right, 32)) + (right * 0x9E3779B97F4A7C15UL);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    public static ulong Of(string? text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var letter in text ?? "\0")
        {
            hash = (hash ^ letter) * 0x100000001B3UL;
        }

        return hash;
    }

    /// <summary>The content hash of a value; 0 with <c>false</c> when the type does not know one.</summary>
    public static bool TryOf<T>(T value, out ulong hash)
    {
        (var known, hash) = value switch
        {
            null => (true, 0x51UL),
            IStableHash self => (true, self.StableHash()),
            string text => (true, Of(text)),
            bool flag => (true, flag ? 3UL : 5UL),
            int number => (true, (ulong)(uint)number),
            long number => (true, (ulong)number),
            Enum name => (true, Convert.ToUInt64(name, System.Globalization.CultureInfo.InvariantCulture)),
            _ => (false, 0UL),
        };
        return known;
    }
}

/// <summary>A value whose hash depends on its content alone and is the same in every process.</summary>
public interface IStableHash
{
    ulong StableHash();
}
