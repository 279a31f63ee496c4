using Exploration.Schedules;

namespace Exploration.Strategies;

/// <summary>Follows a schedule to the letter, and says where the program stopped fitting it.</summary>
public sealed class Replay(Schedule schedule) : IStrategy
{
    private int position;

    public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
    {
        if (position == schedule.Decisions.Count)
        {
            return -1;
        }

        var decision = schedule.Decisions[position++];
        for (var index = 0; index < ready.Length; index++)
        {
            if (ready[index].Name == decision.Thread && ready[index].Next.ToString() == decision.Operation)
            {
                return index;
            }
        }

        var offered = new List<string>();
        foreach (var thread in ready)
        {
            offered.Add($"{thread.Name}: {thread.Next}");
        }

        throw new ScheduleMismatchException(
            $"line {schedule.FirstLine + position - 1}: the schedule says '{decision}', possible are: {string.Join("; ", offered)}.");
    }

    public int NextChoice(World world, int count, string about) => schedule.Decisions[position - 1].Choice is { } choice
        ? choice
        : throw new ScheduleMismatchException($"line {schedule.FirstLine + position - 1}: the schedule has no value for the choice '{about}'.");
}
