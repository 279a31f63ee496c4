namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>Some statuses: what a decision of the engine asks for.</summary>
public readonly record struct StatusSet(uint Bits)
{
    /// <summary>A migration is under way: another is refused, capabilities too (facts: control-plane, section 1.1).</summary>
    public static StatusSet Running { get; } = Where(status => status.IsRunning());

    /// <summary>An error may end it.</summary>
    public static StatusSet Endable { get; } = Where(status => status.IsRunning() && status is not (
        MigrationStatus.Cancelling or MigrationStatus.Failing or MigrationStatus.WaitUnplug
        or MigrationStatus.PostcopyPaused or MigrationStatus.PostcopyRecoverSetup or MigrationStatus.PostcopyRecover
        or MigrationStatus.Colo));

    /// <summary>A cancel may end it; once the destination is to run the guest, it is refused.</summary>
    public static StatusSet Cancellable { get; } =
        Where(status => status is MigrationStatus.Colo or MigrationStatus.WaitUnplug
            || (Endable.Has(status) && status is not (MigrationStatus.PostcopyDevice or MigrationStatus.PostcopyActive)));

    /// <summary>Postcopy has begun.</summary>
    public static StatusSet Postcopy { get; } = Where(status => status
        is MigrationStatus.PostcopyDevice or MigrationStatus.PostcopyActive or MigrationStatus.PostcopyPaused
        or MigrationStatus.PostcopyRecoverSetup or MigrationStatus.PostcopyRecover);

    /// <summary><c>migrate-pause</c> has a link to give up.</summary>
    public static StatusSet Pausable { get; } =
        Where(status => status is MigrationStatus.PostcopyActive or MigrationStatus.PostcopyRecover);

    public bool Has(MigrationStatus status) => (Bits & Bit(status)) != 0;

    /// <summary>The same with one status more, or without it.</summary>
    public StatusSet Toggle(MigrationStatus status) => new(Bits ^ Bit(status));

    private static StatusSet Where(Func<MigrationStatus, bool> wanted) =>
        new(Enum.GetValues<MigrationStatus>().Where(wanted).Aggregate(0u, (bits, status) => bits | Bit(status)));

    private static uint Bit(MigrationStatus status) => 1u << (int)status;
}
