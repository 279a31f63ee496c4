namespace Migconf.Devices.Loading;

/// <summary>The published JSON Schema (draft-07) of history files.</summary>
public static class DeviceSchema
{
    public const string Name = "device";

    public static string Text()
    {
        using var reader = new StreamReader(typeof(DeviceSchema).Assembly.GetManifestResourceStream("schema/device.schema.json")!);
        return reader.ReadToEnd();
    }
}
