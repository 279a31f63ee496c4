using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Compatibility.Loading;

namespace Migconf.Compatibility.Pages;

/// <summary>What came of a load, for programs.</summary>
public static class LoadJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="report">What came of it.</param>
    /// <param name="file">The stream.</param>
    /// <param name="receiver">The QEMU, as it was named.</param>
    /// <param name="options">Its options.</param>
    public static string Write(LoadReport report, string file, string receiver, IEnumerable<string> options) => new JsonObject
    {
        ["format"] = "migconf-stream-load/1",
        ["file"] = file,
        ["receiver"] = receiver,
        ["options"] = new JsonArray([.. options.Select(word => (JsonNode)word)]),
        ["loaded"] = report.Outcome.Loaded,
        ["end"] = $"{report.Outcome.End}".ToLowerInvariant(),
        ["class"] = report.Break?.Id,
        ["deviceClass"] = report.Break?.Compat,
        ["section"] = report.Break?.Section,
        ["field"] = report.Break?.Field,
        ["offset"] = report.Offset,
        ["message"] = report.Outcome.Words,
        ["reason"] = report.Break?.Reason,
        ["cause"] = report.Break?.Failure?.Cause,
        ["remedy"] = report.Break?.Failure?.Remedy,
        ["advice"] = new JsonArray([.. report.Advice.Select(one => (JsonNode)one)]),
        ["differences"] = new JsonArray([.. report.Also.Select(one => new JsonObject
        {
            ["class"] = one.Failure!.Id, ["section"] = one.Section, ["field"] = one.Path, ["detail"] = one.Detail,
        })]),
    }.ToJsonString(Indented) + "\n";
}
