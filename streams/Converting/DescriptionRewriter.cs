using System.Text.Json;
using Migconf.Streams.Items;

namespace Migconf.Streams.Converting;

/// <summary>Writes a description so that it fits what was left out and renamed. What is not touched stays as it is, keys that occur
/// twice included. Facts: wire-format, section 5.</summary>
internal static class DescriptionRewriter
{
    private const int Deepest = 256;
    private const string Parts = "subsections";

    /// <summary>The description of the stream that is written.</summary>
    /// <param name="json">That of the stream that was read.</param>
    /// <param name="configuration">The configuration that is written; null for none.</param>
    /// <param name="dropped">The subsections that are left out.</param>
    internal static byte[] Rewrite(ReadOnlyMemory<byte> json, MachineConfiguration? configuration, IReadOnlySet<DroppedSubsection> dropped)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { MaxDepth = Deepest, SkipValidation = true }))
        {
            Each(document.RootElement, writer, key =>
            {
                if (key.NameEquals("configuration"))
                {
                    Configuration(key, writer, configuration);
                    return true;
                }

                return key.NameEquals("devices") && Devices(key, writer, dropped);
            });
        }

        return text.ToArray();
    }

    /// <summary>An object, in which some keys are written otherwise or not at all.</summary>
    private static void Each(JsonElement one, Utf8JsonWriter writer, Func<JsonProperty, bool> isDone)
    {
        writer.WriteStartObject();
        foreach (var key in one.EnumerateObject().Where(key => !isDone(key)))
        {
            key.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The length of the machine's name, and the subsections that are there.</summary>
    private static void Configuration(JsonProperty whole, Utf8JsonWriter writer, MachineConfiguration? configuration)
    {
        if (configuration is null)
        {
            return;
        }

        writer.WritePropertyName(whole.Name);
        Each(whole.Value, writer, key =>
        {
            if (key.NameEquals("fields"))
            {
                List(key, writer, field => Each(field, writer, part => Size(field, part, writer, configuration.Machine.Length)), _ => true);
            }
            else if (key.NameEquals(Parts))
            {
                List(key, writer, part => part.WriteTo(writer), part => configuration.Subsections.Any(one => one.Name == Text(part, "vmsd_name")));
            }

            return key.NameEquals("fields") || key.NameEquals(Parts);
        });
    }

    private static bool Size(JsonElement field, JsonProperty key, Utf8JsonWriter writer, int length)
    {
        var isSize = key.NameEquals("size") && Text(field, "name") == "name";
        if (isSize)
        {
            writer.WriteNumber(key.Name, length);
        }

        return isSize;
    }

    private static bool Devices(JsonProperty all, Utf8JsonWriter writer, IReadOnlySet<DroppedSubsection> dropped)
    {
        List(
            all, writer,
            device =>
            {
                var (name, instance) = (Text(device, "name"), device.GetProperty("instance_id").GetUInt32());
                Each(device, writer, key =>
                {
                    var isParts = key.NameEquals(Parts) && dropped.Any(one => one.Device == name && one.Instance == instance);
                    if (isParts)
                    {
                        List(key, writer, part => part.WriteTo(writer), part => !dropped.Contains(new(name, instance, Text(part, "vmsd_name"))));
                    }

                    return isParts;
                });
            },
            _ => true);
        return true;
    }

    private static void List(JsonProperty list, Utf8JsonWriter writer, Action<JsonElement> write, Func<JsonElement, bool> stays)
    {
        writer.WriteStartArray(list.Name);
        foreach (var one in list.Value.EnumerateArray().Where(stays))
        {
            write(one);
        }

        writer.WriteEndArray();
    }

    private static string Text(JsonElement one, string key) => one.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";
}
