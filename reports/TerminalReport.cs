namespace Migconf.Reports;

/// <summary>The report for an engineer at a terminal: one line a case, more for what needs attention.</summary>
public static class TerminalReport
{
    public static void Write(RunReport report, TextWriter output)
    {
        foreach (var one in report.Cases)
        {
            output.WriteLine($"{one.Kind.Name().ToUpperInvariant(),-14} {one.Scenario}  {one.Source} -> {one.Destination}{Tail(one)}");
            if (one.Kind is CaseKind.Nonconforming or CaseKind.Inconclusive or CaseKind.HarnessError)
            {
                foreach (var (label, text) in CaseDetails.Of(one))
                {
                    output.WriteLine($"  {label,-12} {text}");
                }
            }
        }

        var counts = report.Cases.Count == 0 ? "nothing ran" : KindNames.Counts(report);
        output.WriteLine(report.InterruptedBy is null ? counts : $"INTERRUPTED, what ran until then: {counts}");
    }

    private static string Tail(CaseResult one) =>
        one.KnownAs.Count > 0 ? $"  known: {string.Join(", ", one.KnownAs)}"
        : one.Kind is CaseKind.Conforms or CaseKind.NotRun && one.Note.Length > 0 ? $"  ({one.Note.ReplaceLineEndings("; ")})"
        : "";
}
