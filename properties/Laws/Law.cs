namespace Migconf.Properties.Laws;

/// <summary>A guarantee of a migration. Its sentence is the text of the error.</summary>
/// <param name="Id">Family and number, such as <c>OWN-1</c>.</param>
/// <param name="Name">The name in facts: defects, section 2.</param>
/// <param name="Sentence">What holds, in a sentence.</param>
public abstract record Law(string Id, string Name, string Sentence)
{
    /// <summary>Looks at the two reference VMMs after every operation; null when the law holds.</summary>
    public virtual string? CheckModel(Model model) => null;

    /// <summary>Looks at what was shown and done, on the reference and in recordings; null when the law holds.</summary>
    public virtual string? CheckHistory(History history) => null;
}

/// <summary>All laws; the particular ones before those that also notice.</summary>
public static class LawBook
{
    public static readonly IReadOnlyList<Law> All =
    [
        new SuccessorLoads(),
        new CompletedImpliesDestination(),
        new CancelEndsCancelled(),
        new CommandRejectAtomic(),
        new ConfigLatched(),
        new FailedHasError(),
        new NoFalseError(),
        new TerminalStays(),
        new LegalEdge(),
        new NoOrphan(),
        new DiskOwner(),
        new PointOfNoReturn(),
        new OneOwner(),
        new ChannelIdentity(),
        new StreamDrained(),
        new ChannelOneWriter(),
        new StableInput(),
        new PageExact(),
        new DirtyExact(),
        new RunstateRestore(),
        new RunstatePreserved(),
        new StateMeansIt(),
        new GuestUnslowed(),
        new NoCrash(),
        new ErrorOnOwner(),
        new RootCauseFirst(),
        new CommandAcceptState(),
        new EventPerCommand(),
        new CleanupOnce(),
        new RecoverRetryable(),
        new MonitorResponsive(),
        new CancelBounded(),
        new RequestEventuallyServed(),
    ];
}

/// <summary>A law was broken.</summary>
public sealed class LawBrokenException(Law law, string detail) : Exception($"law {law.Id}: {law.Sentence} ({detail})")
{
    public Law Law { get; } = law;

    public string Detail { get; } = detail;
}
