using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Recordings;

/// <summary>Entries to JSON and back. The key that follows <c>at</c> names the kind, and with it the other keys.</summary>
internal static class RecordedEntry
{
    private const string InBand = "execute";
    private const string OutOfBand = "exec-oob";

    internal static JsonObject Write(Entry entry)
    {
        var json = new JsonObject { ["at"] = entry.At };
        switch (entry)
        {
            case Sent sent:
                json["send"] = sent.Side.Name();
                json["id"] = sent.Id;
                json[sent.IsOutOfBand ? OutOfBand : InBand] = sent.Command;
                json["arguments"] = sent.Arguments.DeepClone();
                break;
            case Received received:
                json["from"] = received.Side.Name();
                json["message"] = received.Message.DeepClone();
                break;
            case Exited exited:
                json["exit"] = exited.Side.Name();
                json["code"] = exited.Code;
                break;
            case LinkActed acted:
                json["link"] = Kebab.From(acted.Action.ToString());
                break;
            case DiskActed acted:
                json["disk"] = acted.Locks ? "lock" : "unlock";
                break;
            case Unplugged:
                json["guest"] = "unplugs";
                break;
            case Killed killed:
                json["kill"] = killed.Side.Name();
                break;
            case Unanswered unanswered:
                json["unanswered"] = unanswered.Side.Name();
                json["id"] = unanswered.Id;
                break;
            case GaveUp gaveUp:
                json["gave-up"] = gaveUp.Waiting;
                break;
            default:
                json["settled"] = true;
                break;
        }

        return json;
    }

    internal static Entry Read(string place, JsonNode? node)
    {
        string[] kinds = ["send", "from", "exit", "link", "disk", "guest", "kill", "unanswered", "gave-up", "settled"];
        var kind = kinds.FirstOrDefault(key => (node as JsonObject)?.ContainsKey(key) == true)
            ?? throw new FormatException($"{place} is of no known kind: {string.Join(", ", kinds)}");
        string[] others = kind switch
        {
            "send" => ["id", InBand, OutOfBand, "arguments"],
            "from" => ["message"],
            "exit" => ["code"],
            "unanswered" => ["id"],
            _ => [],
        };
        var map = new JsonMap(place, node, ["at", kind, .. others]);
        var at = map.Time("at");
        return kind switch
        {
            "send" => ReadSent(place, map, at),
            "from" => new Received(at, SideOf(map, kind), RecordedMessage.Read(place, map.Need("message"))),
            "exit" => new Exited(at, SideOf(map, kind), map.Whole("code")),
            "link" => new LinkActed(at, Enum.GetValues<LinkAction>()[Array.IndexOf(Actions, map.OneOf(kind, Actions))]),
            "disk" => new DiskActed(at, map.OneOf(kind, ["lock", "unlock"]) == "lock"),
            "guest" when map.OneOf(kind, "unplugs") is not null => new Unplugged(at),
            "kill" => new Killed(at, SideOf(map, kind)),
            "unanswered" => new Unanswered(at, SideOf(map, kind), map.Whole("id")),
            "gave-up" => new GaveUp(at, map.Text(kind)),
            _ => map.Flag(kind) ? new Settled(at) : throw new FormatException($"{place}: 'settled' can only be true"),
        };
    }

    private static string[] Actions { get; } = [.. Enum.GetValues<LinkAction>().Select(action => Kebab.From(action.ToString()))];

    private static Sent ReadSent(string place, JsonMap map, double at)
    {
        var isOutOfBand = map.Has(OutOfBand);
        if (isOutOfBand == map.Has(InBand))
        {
            throw new FormatException($"{place} has either '{InBand}' or '{OutOfBand}'");
        }

        var command = isOutOfBand ? map.OneOf(OutOfBand, CommandBook.OutOfBand) : map.Text(InBand);
        var arguments = map.Need("arguments");
        return CommandBook.Problem(command, arguments) is { } problem
            ? throw new FormatException($"{place}: {problem}")
            : new Sent(at, SideOf(map, "send"), map.Whole("id"), command, (JsonObject)arguments.DeepClone()) { IsOutOfBand = isOutOfBand };
    }

    private static Side SideOf(JsonMap map, string key) =>
        map.OneOf(key, "source", "destination") == "source" ? Side.Source : Side.Destination;
}
