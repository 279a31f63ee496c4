using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Machine;

namespace Migconf.Scenarios.Reference;

/// <summary>QMP commands to the commands of the reference.</summary>
public static class QmpCommands
{
    public static Command Parse(int id, string name, JsonObject arguments) => new(id, name)
    {
        Capabilities = [.. (arguments["capabilities"] as JsonArray ?? [])
            .Select(item => (item!["capability"]!.GetValue<string>(), item["state"]!.GetValue<bool>()))],
        MaxBandwidth = arguments["max-bandwidth"] is JsonValue bandwidth ? ulong.Parse(bandwidth.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null,
        State = arguments["state"]?.GetValue<string>(),
        ExitOnError = arguments["exit-on-error"]?.GetValue<bool>(),
    };
}
