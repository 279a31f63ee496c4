using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>What is certain after the first steps of a scenario that asks for postcopy. Little is: so its waits name every end there
/// may be, beside what they hope for, and all that has to be known is whether anything holds the source from all of them.</summary>
public sealed record PostcopyOutlook(Scenario Scenario) : IOutlook
{
    private static readonly MigrationStatus[] Ends = [PostcopyPaused, Completed, Failed, Cancelled];

    /// <summary>Whether a scenario is of this kind.</summary>
    public static bool IsFor(Scenario scenario) =>
        scenario.Source.Capabilities.Contains("postcopy-ram") && scenario.Steps.Any(step => step is CommandStep { Side: Side.Source, Command: "migrate-start-postcopy" });

    public bool Listening { get; private init; }

    public bool Begun { get; private init; }

    /// <summary>Postcopy was asked for.</summary>
    public bool Wanted { get; private init; }

    /// <summary>The source was found at an end, or paused.</summary>
    public bool Ended { get; private init; }

    public bool Slow { get; private init; } = Scenario.Source.SlowLink;

    public bool SlowPostcopy { get; private init; } = Scenario.Source.SlowPostcopy;

    public bool Stalled { get; private init; }

    public bool SourceKilled { get; private init; }

    public bool DestinationKilled { get; private init; }

    /// <summary>It was taken up again, and whether that was accepted nobody has asked yet.</summary>
    public bool Resumed { get; private init; }

    /// <summary>Nothing is held any more, and what came of it was waited for.</summary>
    public bool IsSettled => !Stalled && !SlowPostcopy && (!Slow || Wanted) && (!Begun || Ended || SourceKilled);

    /// <summary>Somebody waited for the end.</summary>
    public bool HasEnded => !Begun || Ended;

    /// <summary>A wait that is always met: for a status on the way, or any end.</summary>
    internal static WaitStep Wait(params MigrationStatus[] hoped) => new(Side.Source, [.. hoped, .. Ends]);

    public bool Allow(Step step) => step switch
    {
        CommandStep { Side: Side.Source } command => !SourceKilled && AllowOnSource(command),
        CommandStep command => !DestinationKilled && AllowOnDestination(command),
        WaitStep { Side: Side.Source } wait => Begun && !SourceKilled && !Stalled && !Resumed && AllowWait(wait.AnyOf),
        LinkStep { Action: LinkAction.Release } => Stalled,
        LinkStep { Action: LinkAction.Cut or LinkAction.StallForward or LinkAction.StallReturn } => Begun,
        KillStep { Side: Side.Source } => Begun && !SourceKilled && !DestinationKilled,
        KillStep => Begun && !DestinationKilled && !SourceKilled,
        _ => false,
    };

    public IOutlook After(Step step) => step switch
    {
        CommandStep { Side: Side.Source, Command: "migrate" } command => this with { Begun = true, Ended = false, Resumed = command.Arguments.Count > 0 },
        CommandStep { Side: Side.Source, Command: "migrate-start-postcopy" } => this with { Wanted = true },
        CommandStep { Side: Side.Source, Command: "query-migrate" } => this with { Resumed = false },
        CommandStep { Side: Side.Source } command when command.SetsBandwidth() => this with { Slow = command.MakesSlow() },
        CommandStep { Side: Side.Source } command when command.Arguments.ContainsKey("max-postcopy-bandwidth") => this with { SlowPostcopy = false },
        CommandStep { Side: Side.Destination, Command: "migrate-incoming" } => this with { Listening = true },
        WaitStep wait => this with { Ended = wait.AnyOf.Count == Ends.Length },
        LinkStep { Action: LinkAction.Release } => this with { Stalled = false },
        LinkStep { Action: LinkAction.StallForward or LinkAction.StallReturn } => this with { Stalled = true },
        KillStep { Side: Side.Source } => this with { SourceKilled = true },
        KillStep => this with { DestinationKilled = true },
        _ => this,
    };

    /// <summary>A second migration would hide the end of the first from waits; what takes one up again needs a destination that listens
    /// still.</summary>
    private bool AllowOnSource(CommandStep command) => command.Command switch
    {
        "migrate" when command.Arguments.Count > 0 => Begun && Scenario.OldestRelease is not null,
        "migrate" => Listening && !Begun,
        "migrate-start-postcopy" => Begun && !Wanted,
        "migrate-set-capabilities" or "migrate-incoming" or "migrate-continue" => false,
        _ => true,
    };

    private bool AllowOnDestination(CommandStep command) => command.Command switch
    {
        "migrate-incoming" => !Listening,
        "migrate-recover" => Begun,
        "migrate" or "migrate-set-capabilities" => false,
        _ => true,
    };

    private bool AllowWait(IReadOnlyList<MigrationStatus> anyOf)
    {
        var hoped = anyOf.Except(Ends).ToList();
        return Ends.All(anyOf.Contains) && hoped switch
        {
            [] => !SlowPostcopy && (Wanted || !Slow),
            [Active] => true,
            [PostcopyActive] => Wanted || !Slow,
            _ => false,
        };
    }
}
