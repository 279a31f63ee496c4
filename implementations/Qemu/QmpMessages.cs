using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Scenarios.Reference;

namespace Migconf.Implementations.Qemu;

/// <summary>What a QMP message is, and what of it goes into a recording: no statistics, no wall-clock times.</summary>
internal static class QmpMessages
{
    private static readonly string[] Events = ["MIGRATION", "MIGRATION_PASS", "STOP", "RESUME", "SHUTDOWN", "RESET"];
    private static readonly string[] Results = ["status", "error-desc", "running", .. Projection.Throttles];
    private static readonly string[] NodeKeys = ["node-name", "active"];

    /// <summary>A greeting, a reply or an event, or null when the line is none of them.</summary>
    internal static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject message && IsWellFormed(message) ? message : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // No JSON, or a key that comes twice.
            return null;
        }
    }

    internal static JsonObject? Strip(JsonObject message)
    {
        message.Remove("timestamp");
        if (message["event"] is { } name)
        {
            return Events.Contains(name.GetValue<string>()) && (name.GetValue<string>() != "MIGRATION_PASS" || Projection.Of(message) is not null) ? message : null;
        }

        if (message["return"] is JsonObject result && !result.ContainsKey(Projection.ParametersHave))
        {
            foreach (var key in result.Select(pair => pair.Key).Except(Results).ToList())
            {
                result.Remove(key);
            }
        }

        foreach (var node in message["return"] is JsonArray list ? list.OfType<JsonObject>().Where(one => one.ContainsKey("node-name")) : [])
        {
            foreach (var key in node.Select(pair => pair.Key).Except(NodeKeys).ToList())
            {
                node.Remove(key);
            }
        }

        return message;
    }

    private static bool IsWellFormed(JsonObject message) =>
        message["id"] is not { } id ? HasContent(message)
        : HasContent(message) && (id.GetValueKind() == JsonValueKind.String || (id is JsonValue number && number.TryGetValue<int>(out _)));

    private static bool HasContent(JsonObject message) => message switch
    {
        _ when message.ContainsKey("QMP") => true,
        _ when message["event"] is { } name =>
            IsText(name) && (name.GetValue<string>() != "MIGRATION" || (message["data"] is JsonObject data && IsText(data["status"]))),
        _ when message["error"] is { } error => error is JsonObject detail && IsText(detail["class"]) && IsText(detail["desc"]),
        _ when message["return"] is JsonObject result =>
            (result["status"] is null || IsText(result["status"])) && (result["error-desc"] is null || IsText(result["error-desc"])),
        _ => message["return"] is not null,
    };

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
