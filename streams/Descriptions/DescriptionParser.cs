using System.Text.Json;

namespace Migconf.Streams.Descriptions;

/// <summary>Reads the JSON text of a description.</summary>
public static class DescriptionParser
{
    private const int Deepest = 256;
    private const string Structure = "struct";
    private const string Temporary = "tmp";

    /// <summary>The description a text holds.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static VmDescription Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
            var root = document.RootElement;
            var size = root.TryGetProperty("page_size", out _) ? Number(root, "page_size", 1 << 30) : VmDescription.UsualPageSize;
            return size >= 1024 && (size & (size - 1)) == 0
                ? new((int)size, List(root, "devices", Device))
                : throw new FormatException($"a page of {size} bytes");
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"no JSON: {wrong.Message}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            throw new FormatException($"a value of the wrong kind: {wrong.Message}", wrong);
        }
        catch (OverflowException wrong)
        {
            throw new FormatException("sizes beyond all bounds", wrong);
        }
    }

    private static DeviceDescription Device(JsonElement one)
    {
        var name = Text(one, "name");
        return new(name, (uint)Number(one, "instance_id", uint.MaxValue), State(one, one.TryGetProperty("vmsd_name", out _) ? null : name));
    }

    /// <param name="one">A device, a structure, or a subsection.</param>
    /// <param name="name">The name of an old-style section, which has neither name nor version of a description.</param>
    private static StateDescription State(JsonElement one, string? name)
    {
        var version = name is null ? (uint)Number(one, "version", uint.MaxValue) : 0;
        var parts = one.TryGetProperty("subsections", out _) ? List(one, "subsections", part => State(part, null)) : [];
        return new(name ?? Text(one, "vmsd_name"), version, Numbered(List(one, "fields", Field)), parts);
    }

    /// <summary>Fields of one name are the elements of an array, in order; whether and where the description says so
    /// differs from release to release.</summary>
    private static List<FieldDescription> Numbered(List<FieldDescription> fields)
    {
        var counts = new Dictionary<string, int>();
        var repeated = fields.CountBy(field => field.Name).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet();
        return [.. fields.Select(field => !field.IsArray && repeated.Contains(field.Name) ? field with { Index = Next(field.Name) } : field)];

        int Next(string name)
        {
            var index = counts.GetValueOrDefault(name);
            counts[name] = index + 1;
            return index;
        }
    }

    private static FieldDescription Field(JsonElement one)
    {
        var type = Text(one, "type");
        var isArray = one.TryGetProperty("array_len", out _);
        var count = isArray ? (int)Number(one, "array_len", int.MaxValue) : 1;
        int? index = one.TryGetProperty("index", out _) ? (int)Number(one, "index", int.MaxValue) : null;
        var (name, size) = (Text(one, "name"), Number(one, "size", long.MaxValue));
        var inner = type == Structure ? State(Get(one, Structure), null)
            : type == Temporary && IsOneState(one) ? State(one, null)
            : null;
        return inner is null || inner.Size == size
            ? new(name, type, size, count, isArray, index, inner)
            : throw new FormatException($"'{name}' takes {size} bytes and its fields {inner.Size}");
    }

    /// <summary>Lists write the keys of every element into one object; such a field stays bytes.</summary>
    private static bool IsOneState(JsonElement one) =>
        one.EnumerateObject().Count(key => key.NameEquals("fields")) == 1 && one.TryGetProperty("vmsd_name", out _);

    private static List<T> List<T>(JsonElement one, string key, Func<JsonElement, T> read) =>
        [.. Get(one, key).EnumerateArray().Select(read)];

    private static string Text(JsonElement one, string key) =>
        Get(one, key).GetString() is { Length: > 0 and < 256 } text ? text : throw new FormatException($"'{key}' is no name");

    private static long Number(JsonElement one, string key, long most) =>
        Get(one, key).TryGetInt64(out var number) && number >= 0 && number <= most
            ? number
            : throw new FormatException($"'{key}' is no number from 0 to {most}");

    private static JsonElement Get(JsonElement one, string key) =>
        one.TryGetProperty(key, out var value) ? value : throw new FormatException($"'{key}' is missing");
}
