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

    /// <summary>The codes in a line, for help.</summary>
    public static string Sentence =>
        "Exit codes: 0 conforms; 1 the command line, or a file it names, is wrong or not there; 2 nonconforming, unsound or refused; 3 internal error; "
        + "4 inconclusive, or the environment lacks something; 8 nothing ran; 130 interrupted (143 by SIGTERM, 129 by SIGHUP).";

    public static int Of(RunReport report) =>
        report.InterruptedBy is { } code ? code
        : report.Cases.All(one => one.Kind == CaseKind.NotRun) ? NothingRan
        : report.Count(CaseKind.Nonconforming) > 0 ? Nonconforming
        : report.Count(CaseKind.Inconclusive) + report.Count(CaseKind.HarnessError) > 0 ? Inconclusive
        : Conforms;
}
