using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>What may come next in a scenario of precopy.</summary>
internal static class StepGenerator
{
    internal static IEnumerable<Step> Onward(Outlook outlook)
    {
        if (!outlook.Listening && !outlook.Refusing)
        {
            return [Command(Side.Destination, "migrate-incoming")];
        }

        if (!outlook.Begun)
        {
            return [Command(Side.Source, "migrate")];
        }

        return [.. Lifts(outlook), .. Waits(outlook)];
    }

    /// <summary>What lets a migration go on that is held.</summary>
    private static IEnumerable<Step> Lifts(Outlook outlook)
    {
        if (outlook is { Hanging: true, Cancelled: false })
        {
            yield return new LinkStep(LinkAction.Accept);
        }

        if (outlook.StalledForward || outlook.StalledReturn)
        {
            yield return new LinkStep(LinkAction.Release);
        }

        if (outlook is { Slow: true, Ended: false, Cancelled: false })
        {
            yield return Bandwidth(0);
        }

        if (outlook is { Pauses: true, Continued: false, Ended: false } && (outlook.Reached == PreSwitchover || outlook.PausedOrEnded))
        {
            yield return Continue("pre-switchover");
        }
    }

    private static IEnumerable<Step> Waits(Outlook outlook)
    {
        var ends = outlook.Ends.ToList();
        var passed = outlook.Reached;
        var shown = new[] { Setup, Active, PreSwitchover, Device, Completed }
            .Where(status => !outlook.Ended && status > passed && outlook.SourceShows(status))
            .Select(status => Wait(Side.Source, status));
        var arrived = new[] { Active, Completed, Failed }
            .Where(status => status > outlook.DestinationReached)
            .Select(status => Wait(Side.Destination, status));
        var closing = outlook switch
        {
            { Ended: true } => Enumerable.Empty<Step>(),
            { SourceEnds: true } => [new WaitStep(Side.Source, ends)],
            { Pauses: true, PausedOrEnded: false } when passed < PreSwitchover && !outlook.SourceShows(PreSwitchover) => [new WaitStep(Side.Source, [PreSwitchover, .. ends])],
            _ => [],
        };
        var exit = outlook.Ended || outlook.SourceKilled ? new Step[] { new WaitExitStep(Side.Destination) } : [];
        return [.. shown, .. closing, .. arrived, .. exit];
    }

    internal static IEnumerable<(int Weight, Step Step)> Disturbances(Outlook outlook) => !outlook.Begun
        ? []
        :
        [
            (outlook.Cancelled ? 1 : outlook.Ended ? 2 : 7, Command(Side.Source, "migrate_cancel")),
            (outlook.Ended ? 1 : 6, new LinkStep(LinkAction.Cut)),
            (2, new LinkStep(LinkAction.StallForward)),
            (outlook.UsesReturnPath ? 4 : 1, new LinkStep(LinkAction.StallReturn)),
            (3, new LinkStep(LinkAction.Refuse)),
            (1, new KillStep(Side.Source)),
            (2, new KillStep(Side.Destination)),
            (2, Command(Side.Source, "migrate")),
        ];

    /// <summary>What should make no difference to where a migration comes to.</summary>
    internal static readonly IReadOnlyList<(int Weight, Step Step)> Remarks =
    [
        (1, Command(Side.Source, "query-migrate")),
        (1, Command(Side.Source, "query-status")),
        (1, Command(Side.Source, "query-migrate-capabilities")),
        (1, Command(Side.Source, "query-migrate-parameters")),
        (1, Parameter(Side.Source, "downtime-limit", 2_000_001)),
        (1, Parameter(Side.Source, "announce-step", 7)),
        (1, Parameter(Side.Source, "multifd-channels", 3)),
        (2, Command(Side.Source, "stop")),
        (1, Command(Side.Source, "cont")),
        (1, Command(Side.Source, "migrate_cancel")),
        (1, Command(Side.Source, "migrate-incoming")),
        (1, Command(Side.Source, "migrate-pause")),
        (1, Command(Side.Source, "migrate-start-postcopy")),
        (1, Command(Side.Source, "query-named-block-nodes")),
        (1, Bandwidth(20000)),
        (1, Bandwidth(0)),
        (1, Continue("pre-switchover")),
        (1, Continue("active")),
        (1, Capability("return-path", false)),
        (1, Capability("pause-before-switchover", true)),
        (1, Command(Side.Destination, "query-migrate")),
        (1, Command(Side.Destination, "query-status")),
        (1, Command(Side.Destination, "query-migrate-parameters")),
        (1, Parameter(Side.Destination, "multifd-channels", 3)),
        (1, Command(Side.Destination, "stop")),
        (1, Command(Side.Destination, "cont")),
        (1, Command(Side.Destination, "migrate_cancel")),
        (1, Command(Side.Destination, "migrate")),
        (1, Command(Side.Destination, "migrate-incoming")),
        (1, Command(Side.Destination, "migrate-recover")),
        (1, Command(Side.Destination, "x-colo-lost-heartbeat")),
    ];

    private static CommandStep Command(Side side, string name) => new(side, name, []);

    private static CommandStep Bandwidth(int bytesPerSecond) => Parameter(Side.Source, "max-bandwidth", bytesPerSecond);

    internal static CommandStep Parameter(Side side, string name, int value) => new(side, "migrate-set-parameters", new JsonObject { [name] = value });

    private static CommandStep Continue(string state) =>
        new(Side.Source, "migrate-continue", new JsonObject { ["state"] = state });

    private static CommandStep Capability(string name, bool on) => new(Side.Source, "migrate-set-capabilities", new JsonObject
    {
        ["capabilities"] = new JsonArray(new JsonObject { ["capability"] = name, ["state"] = on }),
    });

    private static WaitStep Wait(Side side, MigrationStatus status) => new(side, [status]);
}
