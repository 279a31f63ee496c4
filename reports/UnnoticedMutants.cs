using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Defects;

namespace Migconf.Reports;

/// <summary>Mutants that nobody can notice, and why.</summary>
public static class UnnoticedMutants
{
    private const string OfMachine = "it is of the machine type, and a source with switchover-ack has one of 10.0 at least";

    private const string NoPower = "the number beyond the limit is no power of two";

    private const string NeedsMultifd = "zero-copy-send needs multifd, which the other excludes too";

    private const string OnlyBeside = "a second line: it tells where ";

    private const string NoHandOver = "no memory is handed over to this release";

    private const string NotAsked = "nobody asks there: ";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["endable with none"] = NotAsked + "what can fail has begun, and with that its status is setup",
        ["endable with wait-unplug"] = NotAsked + "nothing is sent or read while a device is awaited",
        ["endable without pre-switchover"] = NotAsked + "nothing is sent or read until migrate-continue; what is broken then shows in device",
        ["endable with postcopy-paused"] = NotAsked + "an error leads back to postcopy-paused, which is another rule",
        ["endable with postcopy-recover-setup"] = NotAsked + "an error leads back to postcopy-paused, which is another rule",
        ["endable with postcopy-recover"] = NotAsked + "an error leads back to postcopy-paused, which is another rule",
        ["endable with colo"] = NotAsked + "an error of the replication is answered by a failover, not by a failure",
        ["endable with completed"] = NotAsked + "the thread that completes is the one that would fail",
        ["5.2: AlwaysAwaitsApproval turned round"] = OfMachine,
        ["7.2: AlwaysAwaitsApproval turned round"] = OfMachine,
        ["5.2: AnnouncesColo turned round"] = OnlyBeside + "ColoIsAgreed is broken too, and that is so in 11.1 alone",
        ["7.2: AnnouncesColo turned round"] = OnlyBeside + "ColoIsAgreed is broken too, and that is so in 11.1 alone",
        ["10.0: AnnouncesColo turned round"] = OnlyBeside + "ColoIsAgreed is broken too, and that is so in 11.1 alone",
        ["next: AnnouncesColo turned round"] = OnlyBeside + "ColoIsAgreed is broken too, and that is so in 11.1 alone",
        ["next: ChecksChannelsAfterListen turned round"] = OnlyBeside + "DestinationCapabilitiesHold is broken too, and next has no defects",
        ["next: KnowsConnections turned round"] = OnlyBeside + "CountsSendersOnce is broken too, and next has no defects",
        ["next: AlwaysAwaitsApproval turned round"] = "who waits for the word looks like one whose network is slow",
        ["5.2: KnowsKeptDevices turned round"] = NoHandOver,
        ["7.2: KnowsKeptDevices turned round"] = NoHandOver,
        ["11.1: KnowsKeptDevices turned round"] = OnlyBeside + "NamesKeptDevicesIfAny is broken too, and a source of 11.1 is the only one that does",
        ["next: KnowsKeptDevices turned round"] = OnlyBeside + "NamesKeptDevicesIfAny is broken too, and next has no defects",
        ["5.2: KeepsListening turned round"] = "who connects before migrate-recover waits in either case, until the connection is taken",
        ["parameter x-rdma-chunk-size up to one more"] = NoPower,
        ["parameter x-rdma-chunk-size from one less"] = NoPower,
        ["parameter xbzrle-cache-size from one less"] = NoPower,
        ["parameter cpu-throttle-initial up to one more"] = "it is at most max-cpu-throttle, and that ends at 99 too",
        ["parameter max-cpu-throttle from one less"] = "it is at least cpu-throttle-initial, and that begins at 1 too",
        ["zero-copy-send beside compress"] = NeedsMultifd,
        ["background-snapshot beside zero-copy-send"] = NeedsMultifd,
        ["endable with cancelled"] = NotAsked + "the thread that shows it is the one that would fail",
    };

    /// <summary>Mutants with a reason of their own.</summary>
    public static IEnumerable<string> Listed => Reasons.Keys;

    /// <summary>Why nobody notices it; null: there is no reason, and the suite has a gap.</summary>
    public static string? Reason(Mutant mutant) => Reasons.GetValueOrDefault(mutant.Name) ?? Unseen(mutant) ?? SecondLine(mutant);

    /// <summary>Both ways are right, and only the bytes of the stream tell them apart.</summary>
    private static string? Unseen(Mutant mutant) =>
        mutant.Name.EndsWith(": FlushesEachSection turned round", StringComparison.Ordinal) ? "how often channels are flushed shows in the bytes of the stream alone" : null;

    /// <summary>A rule that holds only where another one was broken: the deviation that breaks both is caught.</summary>
    private static string? SecondLine(Mutant mutant)
    {
        var turned = RuleSwitches.TurnedIn(mutant.Rules(new Rules())).ToList();
        var both = Deviations.All.Select(one => (one.Id, Turned: RuleSwitches.TurnedIn(one.Apply(new Rules())).ToList()))
            .FirstOrDefault(one => turned.Count > 0 && one.Turned.Count > turned.Count && turned.TrueForAll(one.Turned.Contains));
        return both.Id is null ? null : $"a second line: it tells where {string.Join(" and ", both.Turned.Except(turned))} {(both.Turned.Count > turned.Count + 1 ? "are" : "is")} broken too, as {both.Id} does";
    }
}
