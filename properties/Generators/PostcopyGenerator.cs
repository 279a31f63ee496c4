using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>Scenarios that go on to postcopy, are disturbed there, and are taken up again.</summary>
internal static class PostcopyGenerator
{
    private const int WanderingStepsMax = 9;
    private const int ClosingStepsMax = 6;

    private static readonly Wandering<PostcopyOutlook> Wandering = new(Onward, Disturbances, ClosingStepsMax);

    internal static Gen<Scenario> Scenarios =>
        from source in MachineGenerator.Source
        from destination in MachineGenerator.Destination
        from slowAfter in MachineGenerator.Chance(60)
        from preempts in MachineGenerator.Chance(20)
        from recovers in MachineGenerator.Chance(70)
        let common = preempts ? new[] { "postcopy-ram", "postcopy-preempt" } : ["postcopy-ram"]
        let bare = new Scenario
        {
            Id = "generated",
            Title = "generated",
            OldestRelease = destination.ExitOnError is not null ? "10.0" : recovers || preempts ? "7.2" : null,
            Source = source with { SlowPostcopy = slowAfter, SharedDisk = false, Capabilities = [.. source.Capabilities.Except(["pause-before-switchover"]), .. common] },
            Destination = destination with { Listener = Listener.Accepts, Capabilities = [.. destination.Capabilities, .. common] },
            Steps = [],
        }
        from length in Gen.Choose(3, WanderingStepsMax)
        from scenario in Wandering.From(bare, new PostcopyOutlook(bare), length)
        where PostcopyOutlook.IsFor(scenario)
        select scenario;

    private static IEnumerable<Step> Onward(PostcopyOutlook outlook) => outlook switch
    {
        { Listening: false } => [Command(Side.Destination, "migrate-incoming")],
        { Begun: false } => [Command(Side.Source, "migrate")],
        { Stalled: true } => [new LinkStep(LinkAction.Release)],
        { Resumed: true } => [Command(Side.Source, "query-migrate")],
        { Wanted: false } => [PostcopyOutlook.Wait(Active), Command(Side.Source, "migrate-start-postcopy")],
        { SlowPostcopy: true } => [PostcopyOutlook.Wait(PostcopyActive), StepGenerator.Parameter(Side.Source, "max-postcopy-bandwidth", 0)],
        _ => [PostcopyOutlook.Wait()],
    };

    private static IEnumerable<(int Weight, Step Step)> Disturbances(PostcopyOutlook outlook) => !outlook.Begun ? [] :
    [
        (8, new LinkStep(LinkAction.Cut)),
        (2, new LinkStep(LinkAction.StallForward)),
        (3, new LinkStep(LinkAction.StallReturn)),
        (3, Command(Side.Source, "migrate-pause")),
        (2, Command(Side.Destination, "migrate-pause")),
        (outlook.Ended ? 12 : 1, new CommandStep(Side.Source, "migrate", new JsonObject { ["resume"] = true })),
        (outlook.Ended ? 4 : 1, Command(Side.Destination, "migrate-recover")),
        (2, OutOfBand(Side.Source, "migrate-pause")),
        (1, OutOfBand(Side.Destination, "migrate-pause")),
        (outlook.Ended ? 2 : 1, OutOfBand(Side.Destination, "migrate-recover")),
        (2, Command(Side.Source, "migrate_cancel")),
        (1, new KillStep(Side.Source)),
        (1, new KillStep(Side.Destination)),
    ];

    private static CommandStep Command(Side side, string name) => new(side, name, []);

    private static CommandStep OutOfBand(Side side, string name) => Command(side, name) with { IsOutOfBand = true };
}
