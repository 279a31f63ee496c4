using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;

namespace Migconf.Devices.Reference;

/// <summary>Devices of our own with a history over the releases: most steps are as they should be, some are the mistakes that real
/// histories hold (facts: wire-format, section 8; defects, section I).</summary>
public static partial class ReferenceDevices
{
    public static IReadOnlyList<History> All { get; } =
    [
        Audio, Balloon, Block, Bridge, Display, Interrupts, Keyboard, Network, Serial, SmBus, Tablet, Timer, Tpm, Watchdog,
    ];

    public static History? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <summary>A history from the first device and what each release made of it.</summary>
    private static History Of(string title, Device first, params (string Change, Func<Device, Device> Step)[] steps)
    {
        var releases = new List<DeviceRelease> { new(MachineTypes.All[0], "first described", first) };
        foreach (var (change, step) in steps)
        {
            releases.Add(new(MachineTypes.All[releases.Count], change, step(releases[^1].Device)));
        }

        while (releases.Count < MachineTypes.All.Count)
        {
            releases.Add(releases[^1] with { Release = MachineTypes.All[releases.Count], Change = "unchanged" });
        }

        return new(first.State.Name, title, releases);
    }

    private static Device Fields(this Device device, Func<IReadOnlyList<Field>, IReadOnlyList<Field>> change) =>
        device.Reshape(type => type with { Fields = change(type.Fields) });

    private static Device Reshape(this Device device, Func<StructDescription, StructDescription> change) =>
        device with { State = change(device.State) };

    private static Device AddParts(this Device device, params Subsection[] more) =>
        device.Reshape(type => type with { Subsections = [.. type.Subsections, .. more] });

    private static Device Property(this Device device, string name, string? onSince) => device with
    {
        Properties = [.. device.Properties.Where(one => one.Name != name), new(name, onSince)],
    };

    private static List<Field> Change(this IEnumerable<Field> fields, string name, params Field[] with) =>
        [.. fields.SelectMany(field => field.Name == name ? with : [field])];
}
