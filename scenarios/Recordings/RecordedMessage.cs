using System.Text.Json.Nodes;

namespace Migconf.Scenarios.Recordings;

/// <summary>The frame of a QMP message, as far as the judge relies on it: an event with its data, or a reply with its
/// result or error. What a VMM says inside <c>data</c> and <c>return</c> is its own.</summary>
internal static class RecordedMessage
{
    internal static JsonObject Read(string place, JsonNode node)
    {
        place = $"the message of {place}";
        if (node is JsonObject message && message.ContainsKey("event"))
        {
            ReadEvent(place, node);
        }
        else
        {
            ReadReply(place, node);
        }

        return (JsonObject)node.DeepClone();
    }

    private static void ReadEvent(string place, JsonNode node)
    {
        var map = new JsonMap(place, node, "event", "data");
        var name = map.Text("event");
        if (map.Has("data"))
        {
            Check($"the data of {place}", map.Need("data"));
        }

        if (name == "MIGRATION")
        {
            JsonMap.Open($"the data of {place}", map.Need("data")).Text("status");
        }
    }

    private static void ReadReply(string place, JsonNode node)
    {
        var map = new JsonMap(place, node, "id", "return", "error");
        if (map.Has("return") == map.Has("error"))
        {
            throw new FormatException($"{place} is neither an event nor a reply with 'return' or 'error'");
        }

        if (map.Has("id"))
        {
            map.Whole("id");
        }

        if (map.Has("error"))
        {
            var error = new JsonMap($"the error of {place}", map.Need("error"), "class", "desc");
            error.Text("class");
            error.Text("desc");
        }
        else if (map.Need("return") is JsonObject result)
        {
            Check($"the result of {place}", result);
        }
    }

    /// <summary>The keys the judge reads have the right type, if they are there.</summary>
    private static void Check(string place, JsonNode node)
    {
        var map = JsonMap.Open(place, node);
        foreach (var key in new[] { "status", "error-desc" }.Where(map.Has))
        {
            map.Text(key);
        }

        if (map.Has("running"))
        {
            map.Flag("running");
        }
    }
}
