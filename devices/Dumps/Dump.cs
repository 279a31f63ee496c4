using System.Text.Json;

namespace Migconf.Devices.Dumps;

/// <summary>A field as <c>-dump-vmstate</c> shows it.</summary>
/// <param name="HasTest">A test decides whether it is present; which one is not shown.</param>
/// <param name="Count">Elements, when it is an array.</param>
/// <param name="Size">Bytes in memory of one element, not on the wire.</param>
public sealed record DumpField(string Name, int Since, bool HasTest, int Count, long Size, DumpStruct? Below);

/// <summary>A struct as <c>-dump-vmstate</c> shows it.</summary>
public sealed record DumpStruct(string Name, int Version, int MinimumVersion, IReadOnlyList<DumpField> Fields, IReadOnlyList<DumpStruct> Subsections);

/// <summary>A file that is no dump.</summary>
public sealed class DumpException(string file, string problem) : Exception($"{file}: {problem}")
{
    public const string Id = "MIG-DEVICE-002";
}

/// <summary>What a QEMU binary knows of the state of its device types (facts: wire-format, section 5). It is the same for every machine
/// type but for the name, shows no property, no test and no wire type, and leaves out what is not a device type: cpu, ram, globalstate.</summary>
public sealed record Dump(string Machine, IReadOnlyDictionary<string, DumpStruct> Types)
{
    private const string MachineKey = "vmschkmachine";

    /// <summary>Whether the binary says how many elements an array has; 7.2 and older do not.</summary>
    public bool ShowsCounts => Types.Values.Any(HasCount);

    public static Dump Load(string file, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(MachineKey, out var machine)
                ? new(machine.GetProperty("Name").GetString()!, root.EnumerateObject().Where(one => one.Name != MachineKey)
                    .ToDictionary(one => one.Name, one => Struct(one.Value.GetProperty("Description"))))
                : throw new DumpException(file, $"'{MachineKey}' is missing");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new DumpException(file, error.Message);
        }
    }

    private static bool HasCount(DumpStruct type) => type.Fields.Any(field => field.Count > 1 || (field.Below is { } below && HasCount(below)));

    private static DumpStruct Struct(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.GetProperty("version_id").GetInt32(),
        json.GetProperty("minimum_version_id").GetInt32(),
        json.TryGetProperty("Fields", out var fields) ? [.. fields.EnumerateArray().Select(Field)] : [],
        json.TryGetProperty("Subsections", out var parts) ? [.. parts.EnumerateArray().Select(Struct)] : []);

    private static DumpField Field(JsonElement json) => new(
        json.GetProperty("field").GetString()!,
        json.GetProperty("version_id").GetInt32(),
        json.GetProperty("field_exists").GetBoolean(),
        json.TryGetProperty("num", out var count) ? count.GetInt32() : 1,
        json.GetProperty("size").GetInt64(),
        json.TryGetProperty("Description", out var below) ? Struct(below) : null);
}
