using System.Text.Json;
using System.Text.Json.Serialization;

namespace Migconf.Reports;

/// <summary>The report for programs, described in FORMAT.md. A change that could break a reader raises the version.</summary>
public static class JsonReport
{
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write(RunReport report) => JsonSerializer.Serialize(
        new
        {
            Version,
            report.Tool,
            report.Command,
            ExitCode = ExitCodes.Of(report),
            Interrupted = report.InterruptedBy is not null,
            Counts = Enum.GetValues<CaseKind>().ToDictionary(KindNames.Name, report.Count),
            report.Cases,
        },
        Options);
}
