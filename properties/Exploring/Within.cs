using Exploration.Strategies;

namespace Migconf.Properties.Exploring;

/// <summary>Only executions within a bound: the threads interrupted, or those passed over by a scheduler that takes turns.</summary>
/// <param name="Counted">What is counted.</param>
/// <param name="Most">How many there may be.</param>
public readonly record struct Within(Bound Counted, int Most)
{
    public static Within Preemptions(int most) => new(Bound.Preemptions, most);

    public static Within Delays(int most) => new(Bound.Delays, most);

    public override string ToString() =>
        $"with at most {Most} {(Counted == Bound.Delays ? "delay" : "preemption")}{(Most == 1 ? "" : "s")}";
}
