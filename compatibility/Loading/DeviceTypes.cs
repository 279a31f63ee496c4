using System.Text.RegularExpressions;
using Migconf.Compatibility.Trials;
using Migconf.Devices.Dumps;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;

namespace Migconf.Compatibility.Loading;

/// <summary>Which device types a QEMU offers, by the description of their state: a section of a stream names that, and a command line the type.</summary>
/// <param name="ByDescription">Names of types that <c>-device</c> takes.</param>
public sealed partial record DeviceTypes(IReadOnlyDictionary<string, IReadOnlyList<string>> ByDescription)
{
    private const string Inner = "-device";
    private const string Proxy = "-pci";

    /// <summary>Nothing is known.</summary>
    public static DeviceTypes None { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Asks a QEMU.</summary>
    /// <param name="binary">Which.</param>
    /// <param name="machine">A machine type of it.</param>
    /// <param name="cancel">Ends it early.</param>
    public static async Task<DeviceTypes> Of(QemuBinary binary, string machine, CancellationToken cancel)
    {
        try
        {
            return Of(await Dumps.Of(binary, machine), await DeviceNames.Of(binary, cancel));
        }
        catch (Exception error) when (error is BenchException or DumpException)
        {
            return None;
        }
    }

    /// <summary>The types of a dump that a command line can name. The inner half of a virtio device is named by its PCI half.</summary>
    internal static DeviceTypes Of(Dump dump, IReadOnlySet<string> names)
    {
        var types = dump.Types.Select(type => (Description: type.Value.Name, Name: type.Key)).Select(type =>
            type.Name.EndsWith(Inner, StringComparison.Ordinal) && type.Name[..^Inner.Length] + Proxy is var proxy && names.Contains(proxy) ? type with { Name = proxy } : type);
        return new(types.Where(type => names.Contains(type.Name)).GroupBy(type => type.Description, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(type => type.Name).Order(StringComparer.Ordinal)], StringComparer.Ordinal));
    }

    /// <summary>The option that makes a device with this section; null when no type is known for it.</summary>
    /// <param name="section">The section's name on the wire, such as <c>0000:00:03.0/i6300esb_wdt</c>.</param>
    public string? Option(string section)
    {
        const int Shown = 3;
        var place = PciPlace().Match(section);
        if (!ByDescription.TryGetValue(section[(section.LastIndexOf('/') + 1)..], out var types))
        {
            return null;
        }

        var address = place.Success ? $",addr={place.Groups["slot"].Value.TrimStart('0').PadLeft(1, '0')}{(place.Groups["function"].Value == "0" ? "" : $".{place.Groups["function"].Value}")}" : "";
        return $"-device {string.Join(" or ", types.Take(Shown))}{(types.Count > Shown ? " or another" : "")}{address}";
    }

    /// <summary>A slot of the first bus: devices behind a bridge have a longer path.</summary>
    [GeneratedRegex(@"^[0-9a-f]{4}:00:(?<slot>[0-9a-f]{2})\.(?<function>[0-7])/[^/]+$")]
    internal static partial Regex PciPlace();
}
