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
        Parameters = name == "migrate-set-parameters" ? [.. arguments.Select(pair => (pair.Key, OptionValues.Of(pair.Value)))] : [],
        State = arguments["state"]?.GetValue<string>(),
        Resume = arguments["resume"]?.GetValue<bool>() ?? false,
        ExitOnError = arguments["exit-on-error"]?.GetValue<bool>(),
    };
}
