namespace Exploration.Strategies;

/// <summary>A scheduler that takes turns (the thread that ran goes on, else the next by number) and is delayed at a few
/// random steps: there the thread whose turn it is has to wait for the next turn (Emmi, Qadeer, Rakamaric, POPL 2011).</summary>
/// <param name="seed">What the steps are drawn from.</param>
/// <param name="delays">How many.</param>
/// <param name="steps">The length that is expected.</param>
public sealed class DelayBounded(ulong seed, int delays, int steps) : IStrategy
{
    private RandomNumbers random = new(seed);
    private int[]? at;
    private int step;
    private int last;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        at ??= Draw();
        var turn = Next(ready, last);
        foreach (var delay in at)
        {
            turn = delay == step ? Next(ready, ready[turn].Id + 1) : turn;
        }

        step++;
        last = ready[turn].Id;
        return turn;
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);

    /// <summary>The first from this number on, else the first of all.</summary>
    private static int Next(ReadOnlySpan<ControlledThread> ready, int from)
    {
        for (var index = 0; index < ready.Length; index++)
        {
            if (ready[index].Id >= from)
            {
                return index;
            }
        }

        return 0;
    }

    private int[] Draw()
    {
        var drawn = new int[delays];
        for (var delay = 0; delay < delays; delay++)
        {
            drawn[delay] = random.Below(Math.Max(1, steps));
        }

        return drawn;
    }
}
