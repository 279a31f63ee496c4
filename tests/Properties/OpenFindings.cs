using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Tests.Properties;

/// <summary>Something generated scenarios show of the reference or of a law that is not mended yet. Its smallest
/// scenario is in <c>found/</c> under the same name.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Law">The law that breaks.</param>
/// <param name="Cause">What is wrong, and where.</param>
/// <param name="Applies">Whether a failure of this law is this finding.</param>
internal sealed record OpenFinding(string Name, string Law, string Cause, Func<Scenario, Failure, bool> Applies)
{
    internal bool Explains(Scenario scenario, Failure failure) => failure.Law == Law && Applies(scenario, failure);
}

/// <summary>All of them. An entry goes when what it speaks of has been mended.</summary>
internal static class OpenFindings
{
    internal static readonly IReadOnlyList<OpenFinding> All =
    [
        new(
            "events-out-of-order",
            "STATE-3",
            "engine, MigrationState.Move: a status is stored in one operation and shown in the next, so a cancel in between shows first",
            (_, failure) => failure.Message.Contains("cancelling was followed by active", StringComparison.Ordinal)
                || failure.Message.Contains("cancelling was followed by pre-switchover", StringComparison.Ordinal)
                || failure.Message.Contains("cancelling was followed by device", StringComparison.Ordinal)),
        new(
            "stale-attempt-ends-the-next",
            "LIVE-1",
            "engine, SourceMigration.Connected: the late result of a cancelled attempt clears 'connecting' and the link of the next attempt",
            (scenario, failure) => Waits(failure, Side.Source) && Count(scenario, Side.Source, "migrate") > 1
                && scenario.Destination.Listener == Listener.Hangs),
        new(
            "refused-address-accepts",
            "LIVE-1",
            "reference pair: a destination that listens opens the port also where the scenario says that connections are refused",
            (scenario, failure) => Waits(failure, Side.Source) && Count(scenario, Side.Destination, "migrate-incoming") > 0
                && (scenario.Destination.Listener == Listener.Refuses || scenario.Steps.Contains(new LinkStep(LinkAction.Refuse)))),
        new(
            "stalled-link-holds-the-big-lock",
            "LIVE-1",
            "engine, Switchover and DestinationMigration.Answer: a send into a stalled link waits with the big lock held, so no command is answered",
            (scenario, failure) => failure.Message.Contains("(the reply to command", StringComparison.Ordinal)
                && scenario.Steps.Any(step => step is LinkStep { Action: LinkAction.StallForward or LinkAction.StallReturn })),
        new(
            "stop-of-a-guest-that-never-ran",
            "STATE-5",
            "law RunstateRestore: takes a stop for the guest being paused, though a guest in prelaunch stays in prelaunch",
            (scenario, failure) => scenario.Source.Guest == RunState.Prelaunch && Count(scenario, Side.Source, "stop") > 0
                && failure.Message.Contains("it was paused and is prelaunch", StringComparison.Ordinal)),
        new(
            "stop-during-the-switchover",
            "STATE-5",
            "law RunstateRestore: takes a stop for the guest being paused, though one between switchover and end has no effect",
            (scenario, failure) => Count(scenario, Side.Source, "stop") > 0 && !scenario.Steps.Contains(new KillStep(Side.Source))
                && failure.Message.Contains("it was paused and is running", StringComparison.Ordinal)),
        new(
            "guest-asked-before-its-machine-died",
            "STATE-5",
            "law RunstateRestore: takes an answer from before the source was killed for the state at the end",
            (scenario, _) => scenario.Steps.Contains(new KillStep(Side.Source))),
        new(
            "cont-races-with-the-end",
            "OWN-1",
            "harness: whether the manager revived the source is decided when it sends cont, not when cont is served after the end",
            (scenario, _) => Count(scenario, Side.Source, "cont") > 0),
        new(
            "source-revived-by-the-manager",
            "RAM-1",
            "law PageExact: goes on comparing after the manager told a source that had completed to run again",
            (scenario, _) => Count(scenario, Side.Source, "cont") > 0),
    ];

    private static int Count(Scenario scenario, Side side, string command) =>
        scenario.Steps.Count(step => step is CommandStep sent && sent.Side == side && sent.Command == command);

    private static bool Waits(Failure failure, Side side) =>
        failure.Message.Contains($": wait for {side.Name()}: ", StringComparison.Ordinal);
}
