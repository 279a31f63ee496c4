namespace Exploration.Schedules;

/// <summary>Follows another strategy and writes down what it decided.</summary>
public sealed class Recorder(IStrategy inner) : IStrategy
{
    private readonly List<Decision> decisions = [];

    public bool StopsAtRest => inner.StopsAtRest;

    public Schedule Schedule => new([.. decisions]);

    public int NextThread(World world, ReadOnlySpan<ControlledThread> enabled)
    {
        var index = inner.NextThread(world, enabled);
        if (index >= 0)
        {
            decisions.Add(new Decision(enabled[index].Name, enabled[index].Next.ToString()));
        }

        return index;
    }

    public int NextChoice(World world, int count, string about)
    {
        var choice = inner.NextChoice(world, count, about);
        decisions[^1] = decisions[^1] with { Choice = choice };
        return choice;
    }
}
