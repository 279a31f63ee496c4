namespace Migconf.Reports;

/// <summary>What the tool's exit code says.</summary>
public static class ExitCodes
{
    public const int Conforms = 0;
    public const int Usage = 1;
    public const int Nonconforming = 2;
    public const int InternalError = 3;
    public const int Inconclusive = 4;
    public const int NothingRan = 8;
    public const int Interrupted = 130;

    public static int Of(RunReport report) =>
        report.Cases.All(one => one.Kind == CaseKind.NotRun) ? NothingRan
        : report.Count(CaseKind.Nonconforming) > 0 ? Nonconforming
        : report.Count(CaseKind.Inconclusive) + report.Count(CaseKind.HarnessError) > 0 ? Inconclusive
        : Conforms;
}
