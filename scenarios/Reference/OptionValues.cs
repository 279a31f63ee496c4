using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Options;

namespace Migconf.Scenarios.Reference;

/// <summary>Values of options as QMP writes them.</summary>
public static class OptionValues
{
    public static OptionValue Of(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => new(OptionKind.Number, node.ToJsonString()),
        JsonValueKind.True => OptionValue.Of(true),
        JsonValueKind.False => OptionValue.Of(false),
        JsonValueKind.String => OptionValue.Of(node.GetValue<string>()),
        null or JsonValueKind.Null => OptionValue.Nothing,
        _ => new(OptionKind.List, node.ToJsonString()),
    };

    public static JsonNode? ToJson(OptionValue value) => value.Kind switch
    {
        OptionKind.Number => JsonNode.Parse(value.Text.ToString(CultureInfo.InvariantCulture)),
        OptionKind.Flag => JsonValue.Create(value.Text == "true"),
        OptionKind.Text => JsonValue.Create(value.Text),
        OptionKind.Nothing => null,
        _ => JsonNode.Parse(value.Text),
    };
}
