namespace Exploration.Schedules;

/// <summary>Follows another strategy and keeps what it decided as numbers, which costs next to nothing.
/// <see cref="Again"/> runs the same execution once more, for whoever wants to know more of it.</summary>
public sealed class Trail(IStrategy inner) : IRetracing
{
    private readonly IRetracing? retracing = inner as IRetracing;
    private readonly List<int> threads = [];
    private readonly List<int> choices = [];

    public bool StopsAtRest => inner.StopsAtRest;

    public Tracking Tracking => inner.Tracking;

    /// <summary>Who ran, by number.</summary>
    internal IReadOnlyList<int> Threads => threads;

    /// <summary>Forgets the execution, before the next.</summary>
    public void Clear()
    {
        threads.Clear();
        choices.Clear();
    }

    public ControlledThread? Retraced(World world)
    {
        var known = retracing?.Retraced(world);
        if (known is not null)
        {
            threads.Add(known.Id);
        }

        return known;
    }

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        var index = inner.NextThread(world, ready);
        if (index >= 0)
        {
            threads.Add(ready[index].Id);
        }

        return index;
    }

    public int NextChoice(World world, int count, string about)
    {
        var choice = inner.NextChoice(world, count, about);
        choices.Add(choice);
        return choice;
    }

    public void Performed(World world, ControlledThread thread) => inner.Performed(world, thread);

    /// <summary>A strategy that does the same and stops where this one stopped.</summary>
    public IStrategy Again() => new Retrace([.. threads], [.. choices], StopsAtRest);

    private sealed class Retrace(int[] threads, int[] choices, bool stopsAtRest) : IStrategy
    {
        private int nextThread;
        private int nextChoice;

        public bool StopsAtRest => stopsAtRest;

        public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
        {
            if (nextThread == threads.Length)
            {
                return -1;
            }

            var wanted = threads[nextThread++];
            for (var index = 0; index < ready.Length; index++)
            {
                if (ready[index].Id == wanted)
                {
                    return index;
                }
            }

            throw ScheduleMismatchException.NotDeterministic(nextThread);
        }

        public int NextChoice(World world, int count, string about) => nextChoice < choices.Length
            ? choices[nextChoice++]
            : throw ScheduleMismatchException.NotDeterministic(nextThread);
    }
}
