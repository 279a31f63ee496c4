using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Matrix;

namespace Migconf.Compatibility.Pages;

/// <summary>The matrix for programs.</summary>
public static class MatrixJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One object: its format, and the pairs.</summary>
    public static string Write(IReadOnlyList<PairResult> pairs) => new JsonObject
    {
        ["format"] = "migconf-stream-matrix/1",
        ["pairs"] = Array(pairs.Select(Pair)),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Pair(PairResult pair) => new()
    {
        ["older"] = pair.Older,
        ["newer"] = pair.Newer,
        ["machines"] = Array(pair.Machines.Select(name => (JsonNode)name)),
        ["devices"] = Array(pair.Devices.Select(Device)),
        ["onlyInOne"] = Array(pair.OnlyOne.Select(one => new JsonObject { ["device"] = one.Device, ["release"] = one.Release })),
    };

    private static JsonObject Device(DeviceResult device) => new()
    {
        ["device"] = device.Device,
        ["machine"] = device.Setup?.Machine,
        ["options"] = device.Setup is { } setup ? Array(setup.Words.Select(word => (JsonNode)word)) : null,
        ["notTried"] = device.Untried,
        ["ways"] = Array(device.Tried.Select(passage => (JsonNode)$"{passage}")),
        ["blocked"] = Array(device.Blocked.Select(one => new JsonObject { ["way"] = $"{one.Passage}", ["message"] = one.Words })),
        ["differencesOfLayout"] = device.Changes,
        ["breaks"] = Array(device.Breaks.Select(Break)),
    };

    private static JsonObject Break(Break found) => new()
    {
        ["way"] = $"{found.Passage}",
        ["end"] = $"{found.End}".ToLowerInvariant(),
        ["needsGuest"] = found.NeedsGuest,
        ["class"] = found.Id,
        ["deviceClass"] = found.Compat,
        ["section"] = found.Section,
        ["field"] = found.Field,
        ["message"] = found.Message,
        ["reason"] = found.Reason,
        ["remedy"] = found.Failure?.Remedy,
        ["ownRelease"] = found.Within,
    };

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
