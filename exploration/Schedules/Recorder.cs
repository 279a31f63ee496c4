namespace Exploration.Schedules;

/// <summary>Follows another strategy and writes down what it decided.</summary>
public sealed class Recorder(IStrategy inner) : IStrategy
{
    private readonly List<Decision> decisions = [];

    public bool StopsAtRest => inner.StopsAtRest;

    public bool IsFair => inner.IsFair;

    public Tracking Tracking => inner.Tracking;

    public Schedule Schedule => new([.. decisions]);

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var index = inner.NextThread(world, ready);
        if (index >= 0)
        {
            decisions.Add(new Decision(ready[index].Name, ready[index].Next.ToString()));
        }

        return index;
    }

    public void Performed(World world, ControlledThread thread) => inner.Performed(world, thread);

    public int NextChoice(World world, int count, string about)
    {
        var choice = inner.NextChoice(world, count, about);
        decisions[^1] = decisions[^1] with { Choice = choice };
        return choice;
    }
}
