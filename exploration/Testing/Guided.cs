namespace Exploration.Testing;

/// <summary>Does what it is told as far as that is possible: a wanted thread that cannot go on is left out. After that the
/// thread that ran goes on, else the first.</summary>
internal sealed class Guided(IReadOnlyList<int> threads, IReadOnlyList<(int Thread, int Value)> choices) : IStrategy
{
    private readonly Dictionary<int, int> taken = [];
    private int position;
    private int last = -1;

    public bool IsFair { get; init; }

    /// <summary>For stories, which look for the part of an endless execution that comes again.</summary>
    public Tracking Tracking => IsFair ? Tracking.Fingerprints : Tracking.Nothing;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        for (; position < threads.Count; position++)
        {
            if (Find(ready, threads[position]) is >= 0 and var index)
            {
                position++;
                return index;
            }
        }

        var goesOn = Find(ready, last);
        last = ready[Math.Max(0, goesOn)].Id;
        return Math.Max(0, goesOn);
    }

    /// <summary>The thread's choices in their order.</summary>
    public int NextChoice(World world, int count, string about)
    {
        var thread = world.Current!.Id;
        var skipped = taken.GetValueOrDefault(thread);
        taken[thread] = skipped + 1;
        foreach (var choice in choices)
        {
            if (choice.Thread == thread && skipped-- == 0)
            {
                return Math.Min(choice.Value, count - 1);
            }
        }

        return 0;
    }

    private int Find(ReadOnlySpan<ControlledThread> ready, int id)
    {
        for (var index = 0; index < ready.Length; index++)
        {
            if (ready[index].Id == id)
            {
                last = id;
                return index;
            }
        }

        return -1;
    }
}
