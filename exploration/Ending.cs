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
    internal Outcome Of(List<ControlledThread> threads)
    {
        var stuck = threads.FindAll(t => !t.IsFinished && !t.IsStopped && !t.IsDaemon && !(t.IsReady && t.IsWeak));
        if (stuck.Count > 0)
        {
            var hasEnded = threads.Exists(IsMain) && threads.TrueForAll(t => !IsMain(t) || t.IsFinished);
            return new Outcome(hasEnded ? OutcomeKind.Leak : OutcomeKind.Deadlock, Deadlock.Describe(stuck));
        }

        if (Hot is { } monitor)
        {
            return new Outcome(OutcomeKind.Livelock, $"{monitor.Complaint}, and the execution has ended");
        }

        Checks?.Invoke();
        return Outcome.Completed;
    }

    /// <summary>Threads there from the beginning are the program; others it has started.</summary>
    private static bool IsMain(ControlledThread thread) => thread is { Birth: < 0, IsDaemon: false };

    /// <summary>The execution is longer than allowed.</summary>
    internal Outcome AtLimit(int operations, bool isFair) => isFair && Hot is { } monitor
        ? new Outcome(OutcomeKind.Livelock, $"{monitor.Complaint}, and the execution has {operations} operations")
        : new Outcome(OutcomeKind.StepLimit, $"more than {operations} operations");
}
