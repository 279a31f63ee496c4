using System.Text.Json;
using System.Text.Json.Serialization;

namespace Migconf.Reports;

/// <summary>The report for programs: version 1, described in FORMAT.md.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write(RunReport report) =>
        JsonSerializer.Serialize(new { Version = 1, report.Tool, report.Command, ExitCode = ExitCodes.Of(report), report.Cases }, Options);
}
