using System.Text.Json.Nodes;

namespace Migconf.Tests.Unit;

/// <summary>Every way in which a JSON text can be wrong at one place: a key too many or too few, another value.</summary>
internal static class JsonMutations
{
    private static readonly string[] Values = ["\"nonsense\"", "\"\"", "7", "-1", "1.5", "true", "null", "[]", "{}", "[\"nonsense\"]"];

    /// <summary>Adds an unknown key to each object.</summary>
    internal static IEnumerable<(string Place, string Text)> UnknownKeys(string text) =>
        Change(text, node => node is JsonObject, ["unlisted key"], (node, _) => ((JsonObject)node)["unlisted"] = 1);

    /// <summary>Takes away each thing, and puts each of some values in its place.</summary>
    internal static IEnumerable<(string Place, string Text)> Damages(string text) =>
        Change(text, node => node.Parent is not null, [.. Values, "nothing"], (node, value) => Put(node, value));

    private static IEnumerable<(string Place, string Text)> Change(
        string text, Func<JsonNode, bool> applies, string[] values, Action<JsonNode, string> change)
    {
        var places = Nodes(JsonNode.Parse(text)!).Select((node, index) => (node, index)).Where(one => applies(one.node));
        foreach (var (node, index) in places.ToList())
        {
            foreach (var value in values)
            {
                var root = JsonNode.Parse(text)!;
                change(Nodes(root).ElementAt(index), value);
                yield return ($"{node.GetPath()}: {value}", root.ToJsonString());
            }
        }
    }

    private static void Put(JsonNode node, string value)
    {
        var missing = value == "nothing";
        switch (node.Parent)
        {
            case JsonObject map when missing:
                map.Remove(node.GetPropertyName());
                break;
            case JsonObject map:
                map[node.GetPropertyName()] = JsonNode.Parse(value);
                break;
            case JsonArray list when missing:
                list.RemoveAt(node.GetElementIndex());
                break;
            case JsonArray list:
                list[node.GetElementIndex()] = JsonNode.Parse(value);
                break;
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        var children = node switch
        {
            JsonObject map => map.Select(pair => pair.Value),
            JsonArray list => list.AsEnumerable(),
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
    }
}
