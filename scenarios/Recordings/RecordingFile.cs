using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Recordings;

/// <summary>Recording files: JSON, one entry a line. The format is scenarios/schema/recording.schema.json.</summary>
public static class RecordingFile
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Recording recording)
    {
        var text = new StringBuilder("{\n  \"version\": 1,\n");
        text.Append("  \"tool\": ").Append(Text(recording.Tool)).Append(",\n");
        text.Append("  \"id\": ").Append(Text(recording.Scenario.Id)).Append(",\n");
        text.Append("  \"hash\": ").Append(Text(ScenarioWriter.Hash(recording.Scenario))).Append(",\n");
        text.Append("  \"scenario\": ").Append(Text(ScenarioWriter.Write(recording.Scenario))).Append(",\n");
        text.Append("  \"source\": ").Append(Side(recording.Source)).Append(",\n");
        text.Append("  \"destination\": ").Append(Side(recording.Destination)).Append(",\n");
        text.Append("  \"entries\": [\n    ");
        text.AppendJoin(",\n    ", recording.Entries.Select(entry => Entry(entry).ToJsonString(Plain)));
        return text.Append("\n  ]\n}\n").ToString();
    }

    public static Recording Read(string file, string text)
    {
        try
        {
            var root = JsonNode.Parse(text)!.AsObject();
            Known(root, "version", "tool", "id", "hash", "scenario", "source", "destination", "entries");
            if (root["version"]!.GetValue<int>() != 1)
            {
                throw new FormatException($"version {root["version"]} is not known; this tool reads version 1");
            }

            return new Recording
            {
                Tool = root["tool"]!.GetValue<string>(),
                Scenario = ScenarioFile.Load(root["id"]!.GetValue<string>(), file, root["scenario"]!.GetValue<string>()),
                Source = ReadSide(root["source"]!.AsObject()),
                Destination = ReadSide(root["destination"]!.AsObject()),
                Entries = [.. root["entries"]!.AsArray().Select(entry => ReadEntry(entry!.AsObject()))],
            };
        }
        catch (JsonException error)
        {
            throw new ScenarioException(file, (error.LineNumber ?? 0) + 1, error.Message, "take the recording again");
        }
        catch (Exception error) when (error is FormatException or NullReferenceException or InvalidOperationException)
        {
            throw new ScenarioException(file, 1, $"not a recording: {error.Message}", "see scenarios/schema/recording.schema.json");
        }
    }

    private static string Text(string value) => JsonValue.Create(value).ToJsonString(Plain);

    private static string Side(RecordedSide side) => new JsonObject
    {
        ["name"] = side.Name,
        ["release"] = side.Release,
        ["version"] = side.Version,
        ["commandLine"] = side.CommandLine,
    }.ToJsonString(Plain);

    private static RecordedSide ReadSide(JsonObject side)
    {
        Known(side, "name", "release", "version", "commandLine");
        return new(
            side["name"]!.GetValue<string>(),
            side["release"]!.GetValue<string>(),
            side["version"]!.GetValue<string>(),
            side["commandLine"]!.GetValue<string>());
    }

    private static JsonObject Entry(Entry entry)
    {
        var json = new JsonObject { ["at"] = entry.At };
        switch (entry)
        {
            case Sent sent:
                json["send"] = sent.Side.Name();
                json["id"] = sent.Id;
                json["execute"] = sent.Command;
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

    private static Entry ReadEntry(JsonObject json)
    {
        Known(
            json, "at", "send", "id", "execute", "arguments", "from", "message", "exit", "code", "link", "kill",
            "unanswered", "gave-up", "settled");
        var at = json["at"]!.GetValue<double>();
        return json switch
        {
            _ when json["send"] is { } side => new Sent(
                at, SideOf(side), json["id"]!.GetValue<int>(), json["execute"]!.GetValue<string>(),
                (JsonObject)json["arguments"]!.DeepClone()),
            _ when json["from"] is { } side => new Received(at, SideOf(side), (JsonObject)json["message"]!.DeepClone()),
            _ when json["exit"] is { } side => new Exited(at, SideOf(side), json["code"]!.GetValue<int>()),
            _ when json["link"] is { } link => new LinkActed(
                at, Enum.GetValues<LinkAction>().First(action => Kebab.From(action.ToString()) == link.GetValue<string>())),
            _ when json["kill"] is { } side => new Killed(at, SideOf(side)),
            _ when json["unanswered"] is { } side => new Unanswered(at, SideOf(side), json["id"]!.GetValue<int>()),
            _ when json["gave-up"] is { } waiting => new GaveUp(at, waiting.GetValue<string>()),
            _ when json["settled"] is not null => new Settled(at),
            _ => throw new FormatException($"an entry of no known kind: {json.ToJsonString(Plain)}"),
        };
    }

    private static Side SideOf(JsonNode side) => side.GetValue<string>() switch
    {
        "source" => ReferenceEngine.Vocabulary.Side.Source,
        "destination" => ReferenceEngine.Vocabulary.Side.Destination,
        var other => throw new FormatException($"'{other}' is no side"),
    };

    private static void Known(JsonObject json, params string[] keys)
    {
        if (json.Select(pair => pair.Key).FirstOrDefault(key => !keys.Contains(key)) is { } unknown)
        {
            throw new FormatException($"unknown key '{unknown}'; known: {string.Join(", ", keys)}");
        }
    }
}
