using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>Which steps make sense.</summary>
public sealed partial record Outlook
{
    /// <summary>Whether the step makes sense now: no wait that may never be met, no command to a machine that may be gone, no
    /// migration that is held for ever, one connection at most.</summary>
    public bool Allow(Step step) => step switch
    {
        CommandStep { Side: Side.Source } command => !SourceKilled && AllowOnSource(command),
        CommandStep command => !DestinationKilled && !SourceKilled && !DestinationMayFail
            && AllowOnDestination(command),
        WaitStep { Side: Side.Source } wait => !SourceKilled && AllowSourceWait(wait.AnyOf),
        WaitStep wait => wait.AnyOf is [var only] && DestinationShows(only),
        WaitExitStep { Side: Side.Destination } => DestinationExits,
        LinkStep link => AllowLink(link.Action),
        KillStep { Side: Side.Source } => this is { Begun: true, SourceKilled: false, DestinationKilled: false },
        KillStep => this is { Reached: >= Active, SourceKilled: false, DestinationKilled: false },
        _ => false,
    };

    private bool AllowOnSource(CommandStep command) => command.Command switch
    {
        "migrate" when !Begun => Listening || Refusing,
        "migrate" => MayBeRefused || this is { IsCalm: true, Reached: Completed, Revived: false } || MayTryAgain,
        "migrate-incoming" => !Begun,
        "migrate-start-postcopy" => !Scenario.Source.Capabilities.Contains("postcopy-ram"),
        "migrate-set-capabilities" => Runs,
        "migrate-set-parameters" when command.SetsChannels() => !UsesChannels || Runs,
        "migrate-set-parameters" => !command.SetsBandwidth() || Slow != command.MakesSlow(),
        _ => true,
    };

    /// <summary>A second <c>migrate</c> hides statuses from waits; the pause before the switchover must not be one.</summary>
    private bool MayBeRefused => Runs
        && (!Pauses || Continued || Furthest < PreSwitchover || Reached >= PreSwitchover);

    /// <summary>One connection is made in a scenario; an attempt that made none may be followed by another.</summary>
    private bool MayTryAgain =>
        this is { Refusing: true, Ended: true } or { Hanging: true, Cancelled: true, Ended: true };

    private bool AllowOnDestination(CommandStep command) => command.Command switch
    {
        "migrate-set-parameters" when command.SetsChannels() => !UsesChannels || Listening,
        "migrate-incoming" or "migrate" or "migrate-recover" => !Begun,
        _ => true,
    };

    private bool AllowSourceWait(IReadOnlyList<MigrationStatus> anyOf)
    {
        var ends = Ends.ToList();
        var canCome = anyOf.All(one => SourceShows(one) || ends.Contains(one) || (one == PreSwitchover && Pauses));
        var comes = SourceEnds && ends.All(anyOf.Contains);
        var pauses = ComesToPause && Pauses && anyOf.Contains(PreSwitchover)
            && Forgotten < PreSwitchover && ends.All(anyOf.Contains);
        return Begun && canCome && (anyOf.Any(SourceShows) || (Forgotten < Completed && (comes || pauses)));
    }

    private bool AllowLink(LinkAction action) => action switch
    {
        LinkAction.Accept => this is { Hanging: true, Listening: true },
        LinkAction.Refuse => Hanging,
        LinkAction.StallForward => this is { StalledForward: false, Broken: false, Hanging: false, Refusing: false },
        LinkAction.StallReturn => this is { StalledReturn: false, Broken: false, Hanging: false, Refusing: false },
        LinkAction.Release => this is { Broken: false } and ({ StalledForward: true } or { StalledReturn: true }),
        _ => this is { Reached: >= Active, Broken: false },
    };
}
