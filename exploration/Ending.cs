using Exploration.Primitives;

namespace Exploration;

/// <summary>What an execution comes to.</summary>
internal sealed class Ending
{
    internal List<LivenessMonitor> Monitors { get; } = [];

    /// <summary>What has to hold when all is done.</summary>
    internal Action? Checks { get; set; }

    private LivenessMonitor? Hot => Monitors.Find(monitor => monitor.IsHot);

    /// <summary>Nobody goes on any more.</summary>
    internal Outcome Of(IReadOnlyList<ControlledThread> threads)
    {
        var stuck = threads.Where(t => !t.IsFinished && !t.IsStopped && !t.IsDaemon && !(t.IsReady && t.IsWeak)).ToList();
        if (stuck.Count > 0)
        {
            return new Outcome(OutcomeKind.Deadlock, Deadlock.Describe(stuck));
        }

        if (Hot is { } monitor)
        {
            return new Outcome(OutcomeKind.Livelock, $"{monitor.Complaint}, and the execution has ended");
        }

        Checks?.Invoke();
        return Outcome.Completed;
    }

    /// <summary>The execution is longer than allowed.</summary>
    internal Outcome AtLimit(int operations, bool isFair) => isFair && Hot is { } monitor
        ? new Outcome(OutcomeKind.Livelock, $"{monitor.Complaint}, and the execution has {operations} operations")
        : new Outcome(OutcomeKind.StepLimit, $"more than {operations} operations");
}
