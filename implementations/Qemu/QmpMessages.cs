using System.Text.Json.Nodes;

namespace Migconf.Implementations.Qemu;

/// <summary>What of a QMP message goes into a recording: no statistics, no wall-clock times.</summary>
internal static class QmpMessages
{
    private static readonly string[] Events = ["MIGRATION", "STOP", "RESUME", "SHUTDOWN", "RESET"];
    private static readonly string[] Results = ["status", "error-desc", "running"];

    internal static JsonObject? Strip(JsonObject message)
    {
        message.Remove("timestamp");
        if (message["event"] is { } name)
        {
            return Events.Contains(name.GetValue<string>()) ? message : null;
        }

        if (message["return"] is JsonObject result)
        {
            foreach (var key in result.Select(pair => pair.Key).Except(Results).ToList())
            {
                result.Remove(key);
            }
        }

        return message;
    }
}
