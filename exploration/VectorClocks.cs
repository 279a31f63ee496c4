using System.Runtime.Intrinsics;

namespace Exploration;

/// <summary>Vector clocks: for each thread, how many of its spans somebody knows of. They serve again in the next
/// execution.</summary>
internal sealed class VectorClocks
{
    /// <summary>Lengths are multiples of it, so that clocks are joined in few instructions.</summary>
    private const int Width = 8;

    [ThreadStatic]
    private static VectorClocks? spare;

    private int[][] clocks = new int[32][];
    private int used;

    /// <summary>Clocks for one execution.</summary>
    internal static VectorClocks Take()
    {
        var taken = spare ?? new VectorClocks();
        spare = null;
        return taken;
    }

    /// <summary>Adds what another knows.</summary>
    internal static void Join(ref int[] into, int[] other)
    {
        if (into.Length < other.Length)
        {
            Array.Resize(ref into, other.Length);
        }

        var done = 0;
        for (; done + Width <= other.Length; done += Width)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref into[0], (nuint)done), Vector256.LoadUnsafe(ref other[0], (nuint)done))
                .StoreUnsafe(ref into[0], (nuint)done);
        }

        for (; done < other.Length; done++)
        {
            into[done] = Math.Max(into[done], other[done]);
        }
    }

    /// <summary>The execution has ended, and nobody looks at its clocks any more.</summary>
    internal void GiveBack()
    {
        used = 0;
        spare = this;
    }

    /// <summary>A clock that knows of nothing, for so many threads at least.</summary>
    internal int[] New(int threads)
    {
        if (used == clocks.Length)
        {
            Array.Resize(ref clocks, used * 2);
        }

        ref var clock = ref clocks[used++];
        if (clock is null || clock.Length < threads)
        {
            clock = new int[(threads + Width - 1) / Width * Width];
        }
        else
        {
            Array.Clear(clock);
        }

        return clock;
    }
}
