using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>What each step makes of the outlook.</summary>
public sealed partial record Outlook
{
    public IOutlook After(Step step)
    {
        var next = step switch
        {
            CommandStep { Side: Side.Source } command => AfterSourceCommand(command),
            CommandStep command => AfterDestinationCommand(command),
            WaitStep { Side: Side.Source } wait => AfterSourceWait(wait),
            WaitStep wait => this with { DestinationReached = Later(DestinationReached, wait.AnyOf.Min()) },
            LinkStep link => AfterLink(link.Action),
            KillStep kill => AfterKill(kill.Side),
            _ => this,
        };
        return next with { Furthest = Later(next.Furthest, next.Possible) };
    }

    private static MigrationStatus Later(MigrationStatus one, MigrationStatus other) => one > other ? one : other;

    private Outlook AfterSourceCommand(CommandStep command) => command.Command switch
    {
        "migrate" when Runs || (IsCalm && Reached == Completed) => this with { Forgotten = Furthest },
        "migrate" => Start(),
        "migrate_cancel" when Begun && !Ended && !Cancelled => AfterCancel(),
        "migrate-continue" when Begun => this with
        {
            Continued = Continued || ((Reached >= PreSwitchover || PausedOrEnded) && command.ContinuesSwitchover()),
            MayHaveContinued = true,
        },
        "cont" => this with { Revived = Revived || Furthest == Completed },
        "migrate-set-parameters" when command.SetsBandwidth() => this with { Slow = command.MakesSlow() },
        _ => this,
    };

    private Outlook Start() => this with
    {
        Begun = true,
        Murky = Begun && Cancelled,
        Reached = None,
        Furthest = None,
        Forgotten = None,
        PausedOrEnded = false,
        MayHaveContinued = Begun && Cancelled,
        Cancelled = false,
        Ended = false,
        MayComplete = !Refusing && !((MismatchesEarly || MismatchesLate) && UsesReturnPath),
        MayFail = Refusing || MismatchesEarly || MismatchesLate || (Begun && Cancelled),
        MayBeCancelled = Begun && Cancelled,
    };

    private Outlook AfterCancel()
    {
        var only = (IsCalm || (MismatchesEarly && Hanging)) && Furthest <= PreSwitchover;
        return this with
        {
            Cancelled = true,
            Truncated = Truncated || (Reached >= Active && Furthest <= PreSwitchover),
            MayBeCancelled = true,
            MayFail = !only,
            MayComplete = MayComplete && !only,
        };
    }

    private Outlook AfterDestinationCommand(CommandStep command) => command.Command switch
    {
        "migrate-incoming" => this with { Listening = true, SetupHidden = Listening },
        "migrate" or "migrate-recover" => this with { SetupHidden = true },
        _ => this,
    };

    private Outlook AfterSourceWait(WaitStep wait)
    {
        var first = wait.AnyOf.Min();
        var found = this with { PausedOrEnded = PausedOrEnded || (wait.AnyOf.Contains(PreSwitchover) && first == PreSwitchover) };
        if (!wait.AnyOf.Any(SourceShows))
        {
            return found with { Ended = Ended || first > PreSwitchover };
        }

        var certain = IsCalm || wait.AnyOf.Count == 1;
        return found with
        {
            Reached = certain ? Later(Reached, first) : Reached,
            Ended = Ended || (certain && first == Completed),
        };
    }

    private Outlook AfterLink(LinkAction action) => action switch
    {
        LinkAction.StallForward => this with { StalledForward = true },
        LinkAction.StallReturn => this with { StalledReturn = true },
        LinkAction.Release => this with { StalledForward = false, StalledReturn = false },
        LinkAction.Accept => this with { Hanging = false },
        LinkAction.Refuse => AfterRefusal(),
        _ => AfterBreak(),
    };

    private Outlook AfterRefusal() => this with
    {
        Hanging = false,
        Refusing = true,
        MayComplete = false,
        MayFail = Begun && (!Cancelled || Murky),
    };

    private Outlook AfterBreak() => this with
    {
        Broken = true,
        Truncated = Truncated || (Reached >= Active && Furthest <= PreSwitchover),
        MayFail = MayFail || !Ended,
        MayComplete = MayComplete && !(UsesReturnPath && Furthest <= PreSwitchover),
    };

    private Outlook AfterKill(Side side) => side == Side.Source
        ? AfterBreak() with { SourceKilled = true }
        : AfterBreak() with { DestinationKilled = true };
}
