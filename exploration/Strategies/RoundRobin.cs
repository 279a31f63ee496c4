namespace Exploration.Strategies;

/// <summary>Each thread in turn does one step; at a few random steps the one whose turn it is is left out. It is fair, and
/// keeps threads in step with each other, which random walks do not: livelocks of equals need that.</summary>
/// <param name="seed">What the steps are drawn from.</param>
/// <param name="delays">How many are left out.</param>
/// <param name="steps">The length that is expected.</param>
public sealed class RoundRobin(ulong seed, int delays, int steps) : IStrategy
{
    private RandomNumbers random = new(seed);
    private int[]? at;
    private int step;
    private int turn;

    public bool IsFair => true;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        at ??= [.. Enumerable.Range(0, delays).Select(_ => random.Below(Math.Max(1, steps)))];
        var index = From(ready, turn);
        foreach (var delay in at)
        {
            index = delay == step ? From(ready, ready[index].Id + 1) : index;
        }

        step++;
        turn = ready[index].Id + 1;
        return index;
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);

    /// <summary>How many, from the one whose turn it is, have to wait for this one to come first; not counted are those
    /// that may be put off anyway.</summary>
    internal static int Delays(ReadOnlySpan<ControlledThread> ready, int number, ControlledThread wanted)
    {
        var delays = 0;
        for (var index = From(ready, number); ready[index] != wanted; index = (index + 1) % ready.Length)
        {
            delays += ready[index].IsWeak ? 0 : 1;
        }

        return delays;
    }

    /// <summary>The first from this number on, else the first of all.</summary>
    internal static int From(ReadOnlySpan<ControlledThread> ready, int number)
    {
        for (var index = 0; index < ready.Length; index++)
        {
            if (ready[index].Id >= number)
            {
                return index;
            }
        }

        return 0;
    }
}
