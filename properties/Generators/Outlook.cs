using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using static Migconf.ReferenceEngine.Vocabulary.MigrationStatus;

namespace Migconf.Properties.Generators;

/// <summary>What is certain, and what is possible, after the first steps of a scenario, in whatever order the threads
/// of the two machines run. It knows the rules of the control plane only as far as a scenario needs them to wait for
/// nothing that might not come, and errs on the side of "not certain".</summary>
public sealed partial record Outlook(Scenario Scenario) : IOutlook
{
    /// <summary>The destination listens.</summary>
    public bool Listening { get; private init; }

    /// <summary>The listener has not decided yet.</summary>
    public bool Hanging { get; private init; } = Scenario.Destination.Listener == Listener.Hangs;

    public bool Refusing { get; private init; } = Scenario.Destination.Listener == Listener.Refuses;

    public bool Slow { get; private init; } = Scenario.Source.SlowLink;

    public bool StalledForward { get; private init; }

    public bool StalledReturn { get; private init; }

    /// <summary>A <c>migrate</c> was accepted.</summary>
    public bool Begun { get; private init; }

    /// <summary>What the source has certainly come to: the waits of this attempt.</summary>
    public MigrationStatus Reached { get; private init; }

    /// <summary>What the source may have come to.</summary>
    public MigrationStatus Furthest { get; private init; }

    /// <summary>Statuses up to this one may have passed before the last <c>migrate</c>, which a wait does not see.</summary>
    public MigrationStatus Forgotten { get; private init; }

    /// <summary>The source was found waiting before its switchover, or at its end.</summary>
    public bool PausedOrEnded { get; private init; }

    /// <summary>A <c>migrate-continue</c> may have been accepted; with <see cref="Continued"/> it certainly was needed no more.</summary>
    public bool MayHaveContinued { get; private init; }

    public bool Continued { get; private init; }

    /// <summary>The link was cut, or a machine killed.</summary>
    public bool Broken { get; private init; }

    public bool Cancelled { get; private init; }

    /// <summary>The source was found at its end.</summary>
    public bool Ended { get; private init; }

    /// <summary>The stream ends before its end mark: the destination cannot load it.</summary>
    public bool Truncated { get; private init; }

    /// <summary>An attempt that was given up may still meddle with this one.</summary>
    public bool Murky { get; private init; }

    public bool MayComplete { get; private init; }

    public bool MayFail { get; private init; }

    public bool MayBeCancelled { get; private init; }

    /// <summary>The manager may have made a guest that has left run again.</summary>
    public bool Revived { get; private init; }

    public bool SourceKilled { get; private init; }

    public bool DestinationKilled { get; private init; }

    /// <summary>A second <c>migrate-incoming</c> or a <c>migrate</c> hides the destination's <c>setup</c> from waits.</summary>
    public bool SetupHidden { get; private init; }

    public MigrationStatus DestinationReached { get; private init; }

    public bool UsesReturnPath => Has("return-path") || Has("postcopy-ram");

    public bool Pauses => Has("pause-before-switchover");

    /// <summary>Both sides have to be of one opinion about the number of channels.</summary>
    public bool UsesChannels => Has("multifd");

    /// <summary>The destination refuses the first bytes.</summary>
    public bool MismatchesEarly => Scenario.Destination.OtherMachineType || Scenario.Destination.OtherMemorySize
        || (Scenario.Destination.OtherUuid && Has("validate-uuid"));

    /// <summary>The destination refuses the device state.</summary>
    public bool MismatchesLate => Scenario.Source.ExtraDevice;

    /// <summary>Nothing has happened that may keep the source from the next status but what holds it by design.</summary>
    public bool IsCalm => Begun && !Broken && !Cancelled && !Refusing && !Murky && !MismatchesEarly;

    /// <summary>A migration is running for certain.</summary>
    public bool Runs => IsCalm && !MismatchesLate && Furthest < Completed;

    private bool Has(string capability) => Scenario.Source.Capabilities.Contains(capability);

    private bool HeldByPause => Pauses && !Continued;

    private bool HeldByAnswer => UsesReturnPath && StalledReturn;

    /// <summary>The latest status the source may come to by itself now.</summary>
    private MigrationStatus Possible => this switch
    {
        { Begun: false } => None,
        { Hanging: true } or { Refusing: true } => Setup,
        { Slow: true } => Active,
        { Pauses: true, MayHaveContinued: false } => PreSwitchover,
        { HeldByAnswer: true } => Device,
        _ => Completed,
    };

    /// <summary>The latest status a calm source comes to by itself for certain.</summary>
    private MigrationStatus Certain => this switch
    {
        { Hanging: true } or { StalledForward: true } => Setup,
        { Slow: true } => Active,
        { HeldByPause: true } => PreSwitchover,
        { HeldByAnswer: true } => Device,
        _ => MismatchesLate ? Device : Completed,
    };

    /// <summary>The source's last status is certain to come.</summary>
    public bool SourceEnds => Begun && (Cancelled || (Refusing && !Hanging) || (!HeldByPause && ComesToPause));

    /// <summary>A source that pauses before its switchover comes there, or to its end.</summary>
    public bool ComesToPause => Begun && !Hanging
        && (Broken || (!StalledForward && !(HeldByAnswer && !HeldByPause) && (!Slow || MismatchesEarly)));

    /// <summary>Nothing is held any more: what is left comes to its end by itself.</summary>
    public bool IsSettled => !Begun || SourceKilled
        || (SourceEnds && (Broken || (!StalledForward && (Cancelled || !HeldByAnswer))));

    /// <summary>Somebody waited for the end; a source that was killed has none.</summary>
    public bool HasEnded => !Begun || Ended || (SourceKilled && Reached >= Active);

    /// <summary>The end of the stream certainly comes to the destination.</summary>
    private bool StreamArrives =>
        IsCalm && !SourceKilled && Listening && !Hanging && !StalledForward && !Slow && !HeldByPause;

    public bool DestinationCompletes => StreamArrives && !MismatchesLate;

    /// <summary>The destination certainly finds that it cannot load the stream.</summary>
    public bool DestinationFails => !DestinationKilled && !Murky && Listening && !StalledForward
        && (Truncated || (MismatchesLate && StreamArrives)
            || (MismatchesEarly && Begun && !Hanging && !Refusing && !Broken && !Cancelled && !SourceKilled));

    /// <summary>The destination's process certainly ends.</summary>
    public bool DestinationExits => DestinationFails && Scenario.Destination.ExitOnError != false && !HeldByAnswer;

    public bool DestinationMayFail => Broken || Cancelled || (Begun && (MismatchesEarly || MismatchesLate || Murky));

    /// <summary>Terminal statuses this attempt may end in.</summary>
    public IEnumerable<MigrationStatus> Ends => new[]
    {
        (Completed, MayComplete), (Failed, MayFail), (MigrationStatus.Cancelled, MayBeCancelled),
    }.Where(end => end.Item2).Select(end => end.Item1);

    /// <summary>A wait for this status of the source is certain to be met.</summary>
    public bool SourceShows(MigrationStatus status) => Begun && status > Forgotten
        && status is not (None or Failing or Cancelling or Failed or MigrationStatus.Cancelled)
        && (Pauses || status is not (PreSwitchover or Device))
        && (status == Setup || status <= Reached || (IsCalm && status <= Certain));

    /// <summary>A wait for this status of the destination is certain to be met.</summary>
    public bool DestinationShows(MigrationStatus status) => !DestinationKilled && Listening && (status switch
    {
        Setup => !SetupHidden,
        Active => Begun && !Hanging && !Refusing && !Murky && !Broken && !Cancelled && !SourceKilled && !StalledForward,
        Completed => DestinationCompletes,
        Failed => DestinationFails && Scenario.Destination.ExitOnError == false,
        _ => false,
    } || (status != Setup && status <= DestinationReached));
}
