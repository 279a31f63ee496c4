using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Scenarios.Loading;

/// <summary>The QMP commands that scenarios and recordings may hold, each with the arguments the reference understands.
/// Addresses are filled in by the implementation.</summary>
public static class CommandBook
{
    private static readonly Argument[] None = [];

    private static readonly Dictionary<string, Argument[]> Commands = new()
    {
        ["migrate"] = [new("resume", "true or false", IsFlag)],
        ["migrate-incoming"] = [new("exit-on-error", "true or false", IsFlag)],
        ["migrate_cancel"] = None,
        ["migrate-continue"] = [new("state", "a migration status", IsStatus, IsNeeded: true)],
        ["migrate-start-postcopy"] = None,
        ["migrate-pause"] = None,
        ["migrate-recover"] = None,
        ["x-colo-lost-heartbeat"] = None,
        ["device_add"] = None,
        ["device_del"] = None,
        ["block-job-cancel"] = None,
        ["system_reset"] = None,
        ["migrate-set-capabilities"] =
            [new("capabilities", "a list of { capability: NAME, state: true or false }", AreCapabilities, IsNeeded: true)],
        ["migrate-set-parameters"] =
        [
            new("max-bandwidth", "bytes a second, a whole number from 0", IsSize),
            .. Parameter.All.Where(one => one.Name != "max-bandwidth")
                .Select(one => new Argument(one.Name, "a whole number from 0, true or false, a text, a list of texts, or null", IsOption)),
        ],
        ["query-migrate-capabilities"] = None,
        ["query-migrate-parameters"] = None,
        ["query-migrate"] = None,
        ["query-status"] = None,
        ["query-named-block-nodes"] = None,
        ["stop"] = None,
        ["cont"] = None,
        ["yank"] = None,
        ["quit"] = None,
    };

    public static string[] Names { get; } = [.. Commands.Keys];

    /// <summary>Those that can be carried out beside the main loop, without the big lock (<c>exec-oob</c>; facts: control-plane, section 3).</summary>
    public static string[] OutOfBand { get; } = ["migrate-pause", "migrate-recover", "yank"];

    /// <summary>What is wrong with a command's arguments; null when nothing is.</summary>
    public static string? Problem(string command, JsonNode? arguments)
    {
        if (!Commands.TryGetValue(command, out var known))
        {
            return $"unknown command '{command}'; known: {string.Join(", ", Names)}";
        }

        if (arguments is not JsonObject given)
        {
            return $"the arguments of '{command}' are no mapping";
        }

        var names = known.Select(argument => argument.Name).ToList();
        if (given.Select(pair => pair.Key).Except(names).FirstOrDefault() is { } unknown)
        {
            return $"unknown key '{unknown}' in the arguments of '{command}'; known: {string.Join(", ", names)}";
        }

        var wrong = known.FirstOrDefault(argument =>
            given.TryGetPropertyValue(argument.Name, out var value) ? !argument.Fits(value) : argument.IsNeeded);
        return wrong is null ? null : $"'{command}' wants '{wrong.Name}': {wrong.Form}";
    }

    /// <summary>Whether a word can be the name of a capability: lower case, digits and hyphens.</summary>
    internal static bool IsCapabilityName(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static bool IsFlag(JsonNode? value) => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsText(JsonNode? value, Func<string, bool> fits) =>
        value?.GetValueKind() == JsonValueKind.String && fits(value.GetValue<string>());

    private static bool IsStatus(JsonNode? value) => IsText(value, text => MigrationStatuses.Parse(text) is not null);

    private static bool IsSize(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whatever a manager may send, right or wrong.</summary>
    private static bool IsOption(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False or JsonValueKind.String => true,
        JsonValueKind.Array => value.AsArray().All(one => one?.GetValueKind() == JsonValueKind.String),
        _ => IsSize(value),
    };

    private static bool AreCapabilities(JsonNode? value) => value is JsonArray list && list.All(item =>
        item is JsonObject { Count: 2 } one && IsText(one["capability"], IsCapabilityName) && IsFlag(one["state"]));

    private sealed record Argument(string Name, string Form, Func<JsonNode?, bool> Fits, bool IsNeeded = false);
}
