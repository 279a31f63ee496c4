using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Scenarios.Reference;

/// <summary>QMP messages to observations and back: statistics and times fall away, errors become classes.</summary>
public static class Projection
{
    private static readonly (string Part, ErrorClass Class)[] Texts =
    [
        ("There's a migration process in progress", ErrorClass.MigrationInProgress),
        ("Guest is waiting for an incoming migration", ErrorClass.WaitingForIncoming),
        ("Can't migrate the vm that was paused due to previous migration", ErrorClass.PausedByMigration),
        ("Migration not in expected state", ErrorClass.UnexpectedStatus),
        ("'-incoming' was not specified on the command line", ErrorClass.NotIncoming),
        ("For use with '-incoming defer'", ErrorClass.NotIncoming),
        ("The incoming migration has already been started", ErrorClass.IncomingStarted),
        ("Migration is not finalized yet", ErrorClass.NotFinalized),
        ("must be set before incoming starts", ErrorClass.TooLate),
        ("is unexpected", ErrorClass.UnknownOption),
        ("does not accept value", ErrorClass.UnknownOption),
        ("Invalid parameter '", ErrorClass.UnknownOption),
        ("Invalid parameter type", ErrorClass.OptionValue),
        (" expects ", ErrorClass.OptionValue),
        (" must be greater than ", ErrorClass.OptionValue),
        ("is not compatible with CPR", ErrorClass.MemoryNotShared),
        ("is not compatible with", ErrorClass.IncompatibleOptions),
        ("is not yet compatible with", ErrorClass.IncompatibleOptions),
        ("is incompatible with", ErrorClass.IncompatibleOptions),
        ("requires capability", ErrorClass.IncompatibleOptions),
        ("requires postcopy-ram", ErrorClass.IncompatibleOptions),
        ("requires KVM", ErrorClass.IncompatibleOptions),
        ("conflicts with", ErrorClass.IncompatibleOptions),
        ("only available for non-compressed non-TLS", ErrorClass.IncompatibleOptions),
        ("Enable postcopy with", ErrorClass.PostcopyNotEnabled),
        ("Postcopy must be started after", ErrorClass.PostcopyTooEarly),
        ("Postcopy migration in progress, cannot cancel", ErrorClass.PostcopyNotCancelled),
        ("migrate-pause is currently only supported", ErrorClass.NothingToPause),
        ("Migrate recover can only be run", ErrorClass.NotPaused),
        ("Migrate recovery is triggered already", ErrorClass.NotPaused),
        ("Cannot resume if there is no paused migration", ErrorClass.NotPaused),
        ("cannot work when release-ram", ErrorClass.MemoryReleased),
        ("Resetting the Virtual Machine is required", ErrorClass.NeedsReset),
        ("missing 'cpr' migration channel", ErrorClass.NoCprChannel),
        ("requires setting cpr-exec-command", ErrorClass.NoCommand),
        ("hardware poisoned memory", ErrorClass.MemoryPoisoned),
        ("State blocked by", ErrorClass.Blocked),
        ("TLS handshake failed", ErrorClass.Handshake),
        ("No TLS credentials with id", ErrorClass.NoKeys),
        ("Failed to pause source migration", ErrorClass.NothingToPause),
        ("Block inactivate failed", ErrorClass.DiskKept),
        ("pre-save failed", ErrorClass.NotSaved),
        ("Block job 'job0' not found", ErrorClass.NoJob),
        ("Device 'blocker0' not found", ErrorClass.NoDevice),
        ("ID 'plugged0'", ErrorClass.DeviceExists),
        ("device_add not allowed while migrating", ErrorClass.DeviceTooLate),
        ("requires a file", ErrorClass.NotAFile),
        ("with CPR", ErrorClass.IncompatibleOptions),
        ("with mapped-ram", ErrorClass.IncompatibleOptions),
        ("execvp", ErrorClass.Exec),
        ("requires seekable transport", ErrorClass.NotSeekable),
        ("requires multi-channel URIs", ErrorClass.NotMultiChannel),
        ("is not in COLO mode", ErrorClass.NotColo),
        ("'colo' is not enabled", ErrorClass.NotColo),
        ("Instance not found", ErrorClass.NothingToYank),
        ("paused by the user", ErrorClass.PausedByUser),
        ("\"write\" lock", ErrorClass.DiskLocked),
        ("Sibling indicated error", ErrorClass.Peer),
        ("load of migration failed", ErrorClass.Load),
        ("loadvm failed", ErrorClass.Load),
        ("error while loading", ErrorClass.Load),
        ("Failed to connect", ErrorClass.Connect),
        ("Connection refused", ErrorClass.Connect),
        ("Unable to write to", ErrorClass.Link),
        ("Unable to read from", ErrorClass.Link),
        ("Channel error", ErrorClass.Link),
        ("Migration stream errored", ErrorClass.Link),
        ("Bad file descriptor", ErrorClass.Link),
        ("Connection reset", ErrorClass.Link),
        ("Broken pipe", ErrorClass.Link),
        ("Input/output error", ErrorClass.Link),
    ];

    public static ErrorClass Classify(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ErrorClass.None;
        }

        foreach (var (part, known) in Texts)
        {
            if (text.Contains(part, StringComparison.Ordinal))
            {
                return known;
            }
        }

        return ErrorClass.Other;
    }

    /// <summary>The observation in a message, or null when it shows nothing the reference speaks of.</summary>
    public static Observation? Of(JsonObject message)
    {
        if (message["event"] is { } name)
        {
            return name.GetValue<string>() switch
            {
                "MIGRATION" => new($"event MIGRATION {message["data"]?["status"]?.GetValue<string>()}"),
                "MIGRATION_PASS" when IsManyPasses(message["data"]) => Observation.Passes,
                "STOP" => Observation.Stop,
                "RESUME" => Observation.Resume,
                "RESET" when message["data"]?["guest"]?.GetValue<bool>() == false => Observation.Reset,
                _ => null,
            };
        }

        if (message["id"] is not { } identifier)
        {
            return null;
        }

        var id = identifier.GetValue<int>();
        if (message["error"] is { } error)
        {
            return Observation.Refused(id, Classify(error["desc"]?.GetValue<string>()));
        }

        return message["return"] switch
        {
            JsonArray { Count: > 0 } list when list.All(one => one?["capability"] is not null) => Observation.Options(
                id, "capabilities", list.Where(one => one!["state"]!.GetValue<bool>()).Select(one => one!["capability"]!.GetValue<string>())),
            JsonArray { Count: > 0 } list when list.All(one => IsActive(one) is not null) => Observation.Disk(id, list.All(one => IsActive(one) == true)),
            JsonObject result when result[ParametersHave] is not null => Observation.Options(
                id, "parameters", result.Where(pair => IsDefaulted(pair.Key)).Select(pair => $"{pair.Key}={OptionValues.Of(pair.Value)}")),
            JsonObject result => OfResult(id, result),
            _ => Observation.Ok(id),
        };
    }

    /// <summary>What an answer to <c>query-migrate</c> holds only while the guest is slowed down.</summary>
    public static readonly string[] Throttles = ["cpu-throttle-percentage", "dirty-limit-throttle-time-per-round"];

    /// <summary>A parameter of every release: a result with it is one of <c>query-migrate-parameters</c>.</summary>
    public const string ParametersHave = "downtime-limit";

    private static bool IsManyPasses(JsonNode? data) =>
        (data as JsonObject)?["pass"] is JsonValue value && value.TryGetValue<int>(out var passes) && passes == Observation.ManyPasses;

    private static bool? IsActive(JsonNode? node) =>
        (node as JsonObject)?["active"] is JsonValue value && value.TryGetValue<bool>(out var active) ? active : null;

    private static bool IsDefaulted(string name) => Parameter.All.Any(one => one.Name == name && one.Default is not null);

    /// <summary>What the reference shows, as the message a VMM would send.</summary>
    public static JsonObject ToMessage(Observation observation)
    {
        var words = observation.Text.Split(' ');
        if (words[0] == "event")
        {
            return words[1] switch
            {
                "MIGRATION" => new JsonObject { ["event"] = "MIGRATION", ["data"] = new JsonObject { ["status"] = words[2] } },
                "MIGRATION_PASS" => new JsonObject { ["event"] = "MIGRATION_PASS", ["data"] = new JsonObject { ["pass"] = Observation.ManyPasses } },
                "RESET" => new JsonObject { ["event"] = "RESET", ["data"] = new JsonObject { ["guest"] = false, ["reason"] = "host-qmp-system-reset" } },
                _ => new JsonObject { ["event"] = words[1] },
            };
        }

        var message = new JsonObject { ["id"] = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture) };
        switch (words[2])
        {
            case "error":
                message["error"] = new JsonObject { ["class"] = "GenericError", ["desc"] = TextOf(words[3]) };
                break;
            case "status":
                message["return"] = StatusResult(words);
                break;
            case "run-state":
                message["return"] = new JsonObject { ["status"] = words[3], ["running"] = words[3] == "running" };
                break;
            case "capabilities":
                message["return"] = new JsonArray([.. words.Skip(3).Where(word => word.Length > 0)
                    .Select(word => new JsonObject { ["capability"] = word, ["state"] = true })
                    .DefaultIfEmpty(new JsonObject { ["capability"] = "none", ["state"] = false })]);
                break;
            case "disk":
                message["return"] = new JsonArray(new JsonObject { ["node-name"] = "disk0", ["active"] = words[3] == "active" });
                break;
            case "parameters":
                message["return"] = new JsonObject(words.Skip(3).Select(word => word.Split('=', 2))
                    .Select(pair => KeyValuePair.Create(pair[0], OptionValues.ToJson(new(Parameter.All.First(one => one.Name == pair[0]).Kind, pair[1])))));
                break;
            default:
                message["return"] = new JsonObject();
                break;
        }

        return message;
    }

    private static Observation OfResult(int id, JsonObject result)
    {
        var status = result["status"]?.GetValue<string>();
        if (result["running"] is not null)
        {
            return new($"reply {id} run-state {status}");
        }

        return status switch
        {
            "failed" or "postcopy-paused" => Observation.Migration(
                id, MigrationStatuses.Parse(status)!.Value, Classify(result["error-desc"]?.GetValue<string>())),
            { } other when MigrationStatuses.Parse(other) is { } known => Observation.Migration(
                id, known, Classify(result["error-desc"]?.GetValue<string>()), Throttles.Any(result.ContainsKey)),
            { } other => new($"reply {id} status {other}"),
            null => Observation.Ok(id),
        };
    }

    private static JsonObject StatusResult(string[] words)
    {
        var status = words[3].TrimEnd(',');
        var result = new JsonObject { ["status"] = status };
        if (words[^1] == "slowed")
        {
            result[Throttles[0]] = 1;
        }
        else if (words.Length > 5 && words[5] != "none")
        {
            result["error-desc"] = TextOf(words[4] == "error" ? words[5] : "link");
        }

        return result;
    }

    private static string TextOf(string errorClass)
    {
        foreach (var (part, known) in Texts)
        {
            if (Kebab.From(known.ToString()) == errorClass)
            {
                return part;
            }
        }

        return "unspecified error";
    }
}
