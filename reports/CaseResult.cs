using Migconf.Properties.Judging;

namespace Migconf.Reports;

/// <summary>What became of one scenario.</summary>
public enum CaseKind
{
    Conforms,

    /// <summary>Explained by the reference with a listed deviation; does not fail a run.</summary>
    Known,
    Nonconforming,
    Inconclusive,

    /// <summary>The harness or its environment failed: neither pass nor fail.</summary>
    HarnessError,
    NotRun,
}

/// <summary>One scenario on one pair, or one device between two releases.</summary>
public sealed record CaseResult(string Scenario, string Title, string Source, string Destination, CaseKind Kind)
{
    public IReadOnlyList<string> KnownAs { get; init; } = [];

    public IReadOnlyList<BrokenLaw> Laws { get; init; } = [];

    /// <summary>What breaks of a device's state; of scenarios, nothing.</summary>
    public IReadOnlyList<DeviceBreak> Breaks { get; init; } = [];

    /// <summary>Observations explained at most, and all of them.</summary>
    public int Explained { get; init; }

    public int Observed { get; init; }

    /// <summary>What the reference could have shown next.</summary>
    public IReadOnlyList<string> Frontier { get; init; } = [];

    /// <summary>What was seen instead.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>Reason, remedy, or figures, a line each.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the schedule of a reference pair was drawn from; real processes have none.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Where the recording is, if it was kept or there before.</summary>
    public string? Recording { get; init; }

    /// <summary>Where the interleaving that explains it was written, if it was.</summary>
    public string? Witness { get; init; }

    /// <summary>The command that shows it again.</summary>
    public string Replay { get; init; } = "";

    public static CaseKind KindOf(VerdictKind verdict) => verdict switch
    {
        VerdictKind.Conforms => CaseKind.Conforms,
        VerdictKind.KnownDeviation => CaseKind.Known,
        VerdictKind.Nonconforming => CaseKind.Nonconforming,
        VerdictKind.Damaged => CaseKind.HarnessError,
        _ => CaseKind.Inconclusive,
    };
}

/// <summary>A whole run.</summary>
public sealed record RunReport(string Tool, string Command, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The exit code that says which signal ended the run before its end; null when none did.</summary>
    public int? InterruptedBy { get; init; }

    public int Count(CaseKind kind) => Cases.Count(one => one.Kind == kind);
}
