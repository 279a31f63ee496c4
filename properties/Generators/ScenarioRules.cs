using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>Which scenarios make sense: no wait that may never be met, no command to a machine that may be gone, no
/// migration that is held for ever, one connection at most.</summary>
public static class ScenarioRules
{
    /// <summary>Whether the scenario waits for the end of its migration. One that does not is nothing for real processes: nobody can
    /// tell whether they have come to rest or have not begun yet.</summary>
    public static bool AwaitsItsEnd(Scenario scenario) =>
        PostcopyOutlook.IsFor(scenario)
            ? scenario.Steps.Aggregate(new PostcopyOutlook(scenario), (outlook, step) => outlook.After(step)) is { Begun: false } or { Ended: true }
            : scenario.Steps.Aggregate(new Outlook(scenario), (outlook, step) => outlook.After(step)) is { Begun: false } or { Ended: true } or { SourceKilled: true, Reached: >= Active };

    public static bool Allow(Scenario scenario)
    {
        var (isSettled, steps) = PostcopyOutlook.IsFor(scenario) ? MendPostcopy(scenario) : MendPlain(scenario);
        return isSettled && scenario.Steps.Count > 0 && steps.Count == scenario.Steps.Count && RestrictsReleases(scenario);
    }

    /// <summary>What only newer releases know is not asked of older ones, and nothing else keeps a scenario from them.</summary>
    private static bool RestrictsReleases(Scenario scenario) => scenario.Destination.ExitOnError is not null
        ? scenario.OldestRelease == "10.0"
        : scenario.OldestRelease is null || PostcopyOutlook.IsFor(scenario);

    /// <summary>The scenario without the steps that make no sense where they stand.</summary>
    public static Scenario Mend(Scenario scenario) => scenario with
    {
        Steps = (PostcopyOutlook.IsFor(scenario) ? MendPostcopy(scenario) : MendPlain(scenario)).Steps,
    };

    private static (bool IsSettled, List<Step> Steps) MendPlain(Scenario scenario)
    {
        var (outlook, steps) = Mended(scenario, new Outlook(scenario), Allow, (one, step) => one.After(step));
        return (outlook.IsSettled, steps);
    }

    private static (bool IsSettled, List<Step> Steps) MendPostcopy(Scenario scenario)
    {
        var (outlook, steps) = Mended(scenario, new PostcopyOutlook(scenario), (one, step) => one.Allow(step), (one, step) => one.After(step));
        return (outlook.IsSettled, steps);
    }

    /// <summary>The steps that are allowed where they stand, and the outlook after them.</summary>
    private static (TOutlook Outlook, List<Step> Steps) Mended<TOutlook>(
        Scenario scenario, TOutlook outlook, Func<TOutlook, Step, bool> allow, Func<TOutlook, Step, TOutlook> after)
    {
        var steps = new List<Step>();
        foreach (var step in scenario.Steps)
        {
            if (allow(outlook, step))
            {
                steps.Add(step);
                outlook = after(outlook, step);
            }
        }

        return (outlook, steps);
    }

    public static bool Allow(Outlook outlook, Step step) => step switch
    {
        CommandStep { Side: Side.Source } command => !outlook.SourceKilled && AllowOnSource(outlook, command),
        CommandStep command => !outlook.DestinationKilled && !outlook.SourceKilled && !outlook.DestinationMayFail
            && AllowOnDestination(outlook, command),
        WaitStep { Side: Side.Source } wait => !outlook.SourceKilled && AllowSourceWait(outlook, wait.AnyOf),
        WaitStep wait => wait.AnyOf is [var only] && outlook.DestinationShows(only),
        WaitExitStep { Side: Side.Destination } => outlook.DestinationExits,
        LinkStep link => AllowLink(outlook, link.Action),
        KillStep { Side: Side.Source } => outlook is { Begun: true, SourceKilled: false, DestinationKilled: false },
        KillStep => outlook is { Reached: >= Active, SourceKilled: false, DestinationKilled: false },
        _ => false,
    };

    private static bool AllowOnSource(Outlook outlook, CommandStep command) => command.Command switch
    {
        "migrate" when !outlook.Begun => outlook.Listening || outlook.Refusing,
        "migrate" => MayBeRefused(outlook) || outlook is { IsCalm: true, Reached: Completed, Revived: false } || MayTryAgain(outlook),
        "migrate-incoming" => !outlook.Begun,
        "migrate-start-postcopy" => !outlook.Scenario.Source.Capabilities.Contains("postcopy-ram"),
        "migrate-set-capabilities" => outlook.Runs,
        "migrate-set-parameters" when command.SetsChannels() => !outlook.UsesChannels || outlook.Runs,
        "migrate-set-parameters" => !command.SetsBandwidth() || outlook.Slow != command.MakesSlow(),
        _ => true,
    };

    /// <summary>A second <c>migrate</c> hides statuses from waits; the pause before the switchover must not be one.</summary>
    private static bool MayBeRefused(Outlook outlook) => outlook.Runs
        && (!outlook.Pauses || outlook.Continued || outlook.Furthest < PreSwitchover || outlook.Reached >= PreSwitchover);

    /// <summary>One connection is made in a scenario; an attempt that made none may be followed by another.</summary>
    private static bool MayTryAgain(Outlook outlook) =>
        outlook is { Refusing: true, Ended: true } or { Hanging: true, Cancelled: true, Ended: true };

    private static bool AllowOnDestination(Outlook outlook, CommandStep command) => command.Command switch
    {
        "migrate-set-parameters" when command.SetsChannels() => !outlook.UsesChannels || outlook.Listening,
        "migrate-incoming" or "migrate" or "migrate-recover" => !outlook.Begun,
        _ => true,
    };

    private static bool AllowSourceWait(Outlook outlook, IReadOnlyList<MigrationStatus> anyOf)
    {
        var ends = outlook.Ends.ToList();
        var canCome = anyOf.All(one => outlook.SourceShows(one) || ends.Contains(one) || (one == PreSwitchover && outlook.Pauses));
        var comes = outlook.SourceEnds && ends.All(anyOf.Contains);
        var pauses = outlook.ComesToPause && outlook.Pauses && anyOf.Contains(PreSwitchover)
            && outlook.Forgotten < PreSwitchover && ends.All(anyOf.Contains);
        return outlook.Begun && canCome && (anyOf.Any(outlook.SourceShows) || (outlook.Forgotten < Completed && (comes || pauses)));
    }

    private static bool AllowLink(Outlook outlook, LinkAction action) => action switch
    {
        LinkAction.Accept => outlook is { Hanging: true, Listening: true },
        LinkAction.Refuse => outlook.Hanging,
        LinkAction.StallForward => outlook is { StalledForward: false, Broken: false, Hanging: false, Refusing: false },
        LinkAction.StallReturn => outlook is { StalledReturn: false, Broken: false, Hanging: false, Refusing: false },
        LinkAction.Release => outlook is { Broken: false } and ({ StalledForward: true } or { StalledReturn: true }),
        _ => outlook is { Reached: >= Active, Broken: false },
    };
}
