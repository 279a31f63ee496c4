using Exploration.Schedules;
using Exploration.Stories;

namespace Exploration.Testing;

/// <summary>What a test found.</summary>
/// <param name="Executions">Executions up to and with the one that failed, or all.</param>
/// <param name="Operations">Operations of these executions together.</param>
/// <param name="Bug">The first failure; null when there was none.</param>
public sealed record TestReport(long Executions, long Operations, Bug? Bug)
{
    /// <summary>Every execution that differs in more than the order of independent steps was looked at.</summary>
    public bool Complete => Extent == Everything;

    /// <summary>What was looked at without exception, in words; empty when that cannot be said.</summary>
    public string Extent { get; init; } = "";

    /// <summary>What was seen, where that was asked for.</summary>
    public Coverage? Coverage { get; init; }

    internal static string Everything => "all that differ in more than the order of independent steps";

    public override string ToString() =>
        (Bug is { } bug ? $"{bug}found in execution {Executions}\n" : $"no failure in {Words.Count(Executions, "execution")}, {Words.Count(Operations, "operation")}{Said}")
        + (Coverage is null ? "" : $"\n{Coverage}\n");

    private string Said => Extent.Length == 0 ? "" : $": {Extent}";

    /// <summary>Throws when there is a bug, with its story as the message.</summary>
    public void ThrowIfBug()
    {
        if (Bug is not null)
        {
            throw new BugFoundException(ToString(), Bug);
        }
    }
}

/// <summary>A failure and the schedule that leads to it.</summary>
/// <param name="Outcome">How the execution ended.</param>
/// <param name="Schedule">The schedule, made small where that was asked for.</param>
/// <param name="Story">What happens under it, step by step.</param>
/// <param name="Preemptions">How often a thread is interrupted that could have gone on.</param>
/// <param name="Minimality">How small the schedule is known to be.</param>
public sealed record Bug(Outcome Outcome, Schedule Schedule, Story Story, int Preemptions, Minimality Minimality)
{
    /// <summary>Of a replay: where the program did not fit the schedule any more.</summary>
    public IReadOnlyList<string> Misfits { get; init; } = [];

    public override string ToString() =>
        $"{Outcome.Kind}{(Outcome.Message.Length == 0 ? "" : $": {Outcome.Message}")}\n{StoryTable.Write(Story)}{Words.Count(Schedule.Decisions.Count, "step")}, {Words.Count(Preemptions, "preemption")} ({Describe(Minimality)})\n"
        + string.Concat(Misfits.Select(misfit => $"{misfit}\n"));

    private static string Describe(Minimality minimality) => minimality switch
    {
        Minimality.FewestPreemptions => "no schedule with fewer fails",
        Minimality.OneMinimal => "1-minimal: no single change makes it smaller",
        _ => "not made smaller",
    };
}

/// <summary>How small a schedule is known to be.</summary>
public enum Minimality
{
    /// <summary>Nobody tried.</summary>
    AsFound,

    /// <summary>No single change of the shrinker makes it smaller.</summary>
    OneMinimal,

    /// <summary>Besides, all executions with fewer preemptions were tried, and none fails like this.</summary>
    FewestPreemptions,
}

/// <summary>A tested program can fail.</summary>
public sealed class BugFoundException(string message, Bug bug) : Exception(message)
{
    public Bug Bug { get; } = bug;
}
