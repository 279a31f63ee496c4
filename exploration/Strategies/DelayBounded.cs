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
        at ??= [.. Enumerable.Range(0, delays).Select(_ => random.Below(Math.Max(1, steps)))];
        var turn = RoundRobin.From(ready, last);
        foreach (var delay in at)
        {
            turn = delay == step ? RoundRobin.From(ready, ready[turn].Id + 1) : turn;
        }

        step++;
        last = ready[turn].Id;
        return turn;
    }

    public int NextChoice(World world, int count, string about) => random.Below(count);
}
