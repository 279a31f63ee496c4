namespace Migconf.Reports;

/// <summary>The report for an engineer at a terminal: one line a case, more for what needs attention.</summary>
public static class TerminalReport
{
    public static void Write(RunReport report, TextWriter output)
    {
        foreach (var one in report.Cases)
        {
            output.WriteLine($"{Word(one.Kind),-14} {one.Scenario}  {one.Source} -> {one.Destination}{Tail(one)}");
            if (one.Kind is CaseKind.Nonconforming or CaseKind.Inconclusive or CaseKind.HarnessError)
            {
                WriteDetails(one, output);
            }
        }

        var counts = Enum.GetValues<CaseKind>().Where(kind => report.Count(kind) > 0)
            .Select(kind => $"{report.Count(kind)} {Word(kind).ToLowerInvariant()}");
        output.WriteLine(report.Cases.Count == 0 ? "nothing ran" : string.Join(", ", counts));
    }

    private static string Tail(CaseResult one) =>
        one.KnownAs.Count > 0 ? $"  known: {string.Join(", ", one.KnownAs)}"
        : one.Kind == CaseKind.Conforms && one.Note.Length > 0 ? $"  ({one.Note})"
        : "";

    private static void WriteDetails(CaseResult one, TextWriter output)
    {
        foreach (var law in one.Laws)
        {
            output.WriteLine($"  law          {law}");
        }

        if (one.Observed > 0)
        {
            output.WriteLine($"  explained    {one.Explained} of {one.Observed} observations");
        }

        foreach (var could in one.Frontier)
        {
            output.WriteLine($"  reference    {could}");
        }

        foreach (var seen in one.Seen)
        {
            output.WriteLine($"  seen         {seen}");
        }

        if (one.Note.Length > 0)
        {
            output.WriteLine($"  note         {one.Note}");
        }

        if (one.Replay.Length > 0)
        {
            output.WriteLine($"  replay       {one.Replay}");
        }
    }

    private static string Word(CaseKind kind) => kind switch
    {
        CaseKind.HarnessError => "HARNESS-ERROR",
        CaseKind.NotRun => "NOT-RUN",
        _ => kind.ToString().ToUpperInvariant(),
    };
}
