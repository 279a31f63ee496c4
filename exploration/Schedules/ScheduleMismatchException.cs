namespace Exploration;

/// <summary>The program did not follow the schedule, or the same decisions led it elsewhere.</summary>
public sealed class ScheduleMismatchException(string message) : Exception(message)
{
    internal static ScheduleMismatchException NotDeterministic(int step) =>
        new($"step {step}: the same decisions led to another state");
}
