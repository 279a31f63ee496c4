using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Reports;

/// <summary>Kinds of cases as reports write them: <c>harness-error</c>.</summary>
public static class KindNames
{
    public static string Name(this CaseKind kind) => Kebab.From(kind.ToString());

    /// <summary>How often each kind occurs, those that do.</summary>
    public static string Counts(RunReport report) => string.Join(", ", Enum.GetValues<CaseKind>()
        .Where(kind => report.Count(kind) > 0)
        .Select(kind => $"{report.Count(kind)} {kind.Name()}"));
}
