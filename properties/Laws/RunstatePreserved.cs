using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record RunstatePreserved() : Law(
    "STATE-8", "RunstatePreserved", "a guest arrives as it left; only -S, stop, cont and a reset of one that is stopped make a difference")
{
    /// <summary>A guest that is paused at the first step was stopped once.</summary>
    public override string? CheckHistory(History history)
    {
        var scenario = history.Scenario;
        if (!history.Settled || history.GoesOn || history.Killed.Count > 0
            || history.Statuses(Side.Destination).LastOrDefault() is not (MigrationStatus.Completed or MigrationStatus.Colo)
            || history.LastGuest(Side.Destination) is not { } there
            || history.Items.Count(item => item.Command is "stop" or "cont") > (scenario.Source.Guest == RunState.Paused ? 1 : 0))
        {
            return null;
        }

        var due = scenario.Source.Guest.IsLive() && !scenario.Destination.AutoStart ? RunState.Paused : scenario.Source.Guest;
        return there == due || (there == RunState.Prelaunch && history.Items.Any(item => item.Command == "system_reset")) ? null : $"it was {scenario.Source.Guest.QmpName()}, and is {there.QmpName()} where {due.QmpName()} is due";
    }
}
