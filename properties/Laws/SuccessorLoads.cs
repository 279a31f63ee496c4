using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Laws;

public sealed record SuccessorLoads() : Law(
    "CPR-1", "SuccessorLoads", "a process that another program takes over has left a guest which that program can load, unless it lacks something")
{
    public override string? CheckHistory(History history) =>
        history.Scenario is { Source.ExtraDevice: false, Destination: { Listener: Listener.Exec, OtherMachineType: false, OtherMemorySize: false, OtherUuid: false } }
        && history.Gone.Contains(Side.Source) && !history.Killed.Contains(Side.Source)
        && history.Statuses(Side.Source).LastOrDefault() == MigrationStatus.Completed
        && history.Statuses(Side.Destination).Contains(MigrationStatus.Failed)
            ? "the guest is lost"
            : null;
}
