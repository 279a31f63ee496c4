namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>Some statuses: what a decision of the engine asks for.</summary>
public readonly record struct StatusSet(uint Bits)
{
    /// <summary>A migration is under way: another is refused, capabilities too (facts: control-plane, section 1.1).</summary>
    public static StatusSet Running { get; } = Where(status => status.IsRunning());

    /// <summary>A cancel or an error may end it.</summary>
    public static StatusSet Endable { get; } =
        Where(status => status.IsRunning() && status is not (MigrationStatus.Cancelling or MigrationStatus.Failing));

    public bool Has(MigrationStatus status) => (Bits & Bit(status)) != 0;

    /// <summary>The same with one status more, or without it.</summary>
    public StatusSet Toggle(MigrationStatus status) => new(Bits ^ Bit(status));

    private static StatusSet Where(Func<MigrationStatus, bool> wanted) =>
        new(Enum.GetValues<MigrationStatus>().Where(wanted).Aggregate(0u, (bits, status) => bits | Bit(status)));

    private static uint Bit(MigrationStatus status) => 1u << (int)status;
}
