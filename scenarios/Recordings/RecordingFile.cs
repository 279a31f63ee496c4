using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Scenarios.Loading;

namespace Migconf.Scenarios.Recordings;

/// <summary>Recording files: JSON, one entry a line. The format is scenarios/schema/recording.schema.json.</summary>
public static class RecordingFile
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A key that stands twice is an error, not a choice.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

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
        text.AppendJoin(",\n    ", recording.Entries.Select(entry => RecordedEntry.Write(entry).ToJsonString(Plain)));
        return text.Append("\n  ]\n}\n").ToString();
    }

    public static Recording Read(string file, string text)
    {
        try
        {
            var parsed = JsonNode.Parse(text, documentOptions: Strict);
            var root = new JsonMap("the file", parsed, "version", "tool", "id", "hash", "scenario", "source", "destination", "entries");
            if (root.Whole("version") != 1)
            {
                throw new FormatException($"version {root.Whole("version")} is not known; this tool reads version 1");
            }

            var scenario = root.Text("scenario");
            if (root.Text("hash") != ScenarioWriter.Hash(scenario))
            {
                throw new FormatException("'hash' is not that of 'scenario'");
            }

            return new Recording
            {
                Tool = root.Text("tool"),
                Scenario = ScenarioFile.Load(root.Text("id"), file, scenario),
                Source = ReadSide("source", root.Need("source")),
                Destination = ReadSide("destination", root.Need("destination")),
                Entries = ReadEntries(root.List("entries")),
            };
        }
        catch (JsonException error)
        {
            throw new ScenarioException(file, (error.LineNumber ?? 0) + 1, error.Message, "take the recording again");
        }
        catch (FormatException error)
        {
            throw new ScenarioException(file, 1, $"not a recording: {error.Message}", "migconf schema recording");
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

    private static RecordedSide ReadSide(string side, JsonNode node)
    {
        var map = new JsonMap($"'{side}'", node, "name", "release", "version", "commandLine");
        return new(map.Text("name"), map.Text("release"), map.Text("version"), map.Text("commandLine"));
    }

    private static List<Entry> ReadEntries(JsonArray list)
    {
        var entries = list.Select((entry, index) => RecordedEntry.Read($"entry {index + 1}", entry)).ToList();
        return entries.LastOrDefault() is Settled or GaveUp
            ? entries
            : throw new FormatException("the end is missing: the last entry is neither 'settled' nor 'gave-up'");
    }
}
