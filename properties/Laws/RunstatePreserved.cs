using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Laws;

public sealed record RunstatePreserved() : Law(
    "STATE-8", "RunstatePreserved", "a guest arrives as it left; only -S, stop and cont make a difference")
{
    public override string? CheckHistory(History history)
    {
        var scenario = history.Scenario;
        if (!history.Settled || history.Killed.Count > 0
            || history.Statuses(Side.Destination).LastOrDefault() != MigrationStatus.Completed
            || history.LastGuest(Side.Destination) is not { } there
            || scenario.Steps.OfType<CommandStep>().Any(step => step.Command is "stop" or "cont"))
        {
            return null;
        }

        var due = scenario.Source.Guest.IsLive() && !scenario.Destination.AutoStart ? RunState.Paused : scenario.Source.Guest;
        return there == due ? null : $"it was {scenario.Source.Guest.QmpName()}, and is {there.QmpName()} where {due.QmpName()} is due";
    }
}
