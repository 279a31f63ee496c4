using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migconf.Scenarios.Recordings;

/// <summary>A JSON object whose keys and types are checked; whoever reads it is told the place of what is wrong.</summary>
internal sealed class JsonMap
{
    private readonly string place;
    private readonly JsonObject entries;

    /// <summary>An object that may hold these keys and no others.</summary>
    internal JsonMap(string place, JsonNode? node, params string[] known)
        : this(place, node)
    {
        if (entries.Select(pair => pair.Key).FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            throw new FormatException($"unknown key '{unknown}' in {place}; known: {string.Join(", ", known)}");
        }
    }

    private JsonMap(string place, JsonNode? node) =>
        (this.place, entries) = (place, node as JsonObject ?? throw new FormatException($"{place} is no object"));

    /// <summary>An object that may hold any keys.</summary>
    internal static JsonMap Open(string place, JsonNode? node) => new(place, node);

    internal bool Has(string key) => entries.ContainsKey(key);

    internal JsonNode Need(string key) => entries[key] ?? throw new FormatException($"{place} lacks '{key}'");

    internal string Text(string key) => Of(key, "text", JsonValueKind.String).GetValue<string>();

    internal bool Flag(string key) => Of(key, "true or false", JsonValueKind.True, JsonValueKind.False).GetValue<bool>();

    internal int Whole(string key) =>
        Of(key, "a number", JsonValueKind.Number) is JsonValue value && value.TryGetValue<int>(out var whole)
            ? whole
            : throw new FormatException($"'{key}' of {place} is no whole number of 32 bits");

    /// <summary>Milliseconds, never negative.</summary>
    internal double Time(string key) => Of(key, "a number", JsonValueKind.Number).GetValue<double>() is >= 0 and <= double.MaxValue and var time
        ? time
        : throw new FormatException($"'{key}' of {place} is before the beginning");

    internal JsonArray List(string key) =>
        Need(key) as JsonArray ?? throw new FormatException($"'{key}' of {place} is no list");

    internal string OneOf(string key, params string[] allowed) => Text(key) is var text && allowed.Contains(text)
        ? text
        : throw new FormatException($"'{text}' is not allowed for '{key}' of {place}; allowed: {string.Join(", ", allowed)}");

    private JsonNode Of(string key, string form, params JsonValueKind[] kinds) =>
        Need(key) is var value && kinds.Contains(value.GetValueKind())
            ? value
            : throw new FormatException($"'{key}' of {place} is not {form}");
}
