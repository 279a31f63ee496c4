using System.Globalization;
using System.Text.Json.Nodes;

namespace Migconf.Compatibility.Trials;

/// <summary>A region of a PCI device of a machine whose guest has not run. Its size is in no stream.</summary>
/// <param name="Place">Bus, slot and function, as a section's name has them.</param>
/// <param name="Number">Of the base address; the option ROM's is <see cref="Rom"/>.</param>
/// <param name="Size">Bytes, a power of two.</param>
public sealed record PciRegion(string Place, int Number, ulong Size)
{
    /// <summary>The number that <c>query-pci</c> gives to the option ROM.</summary>
    private const int Rom = 6;

    /// <summary>As one says it.</summary>
    public string Name => Number == Rom ? "option ROM" : $"base address {Number}";

    /// <summary>Whether its device is on the root bus: sections name those behind bridges by their way, and not by a bus number.</summary>
    public bool IsOnRootBus => Place.StartsWith("00:", StringComparison.Ordinal);

    /// <summary>The regions in an answer to <c>query-pci</c>, those behind bridges too.</summary>
    public static IReadOnlyList<PciRegion> Of(JsonNode answer) => [.. answer.AsArray().SelectMany(bus => OfDevices(bus?["devices"]))];

    private static IEnumerable<PciRegion> OfDevices(JsonNode? devices) => (devices?.AsArray() ?? []).OfType<JsonObject>().SelectMany(device =>
        device["regions"]!.AsArray().Select(region => new PciRegion(PlaceOf(device), region!["bar"]!.GetValue<int>(), region["size"]!.GetValue<ulong>()))
            .Concat(OfDevices(device["pci_bridge"]?["devices"])));

    private static string PlaceOf(JsonObject device) => string.Create(
        CultureInfo.InvariantCulture, $"{device["bus"]!.GetValue<int>():x2}:{device["slot"]!.GetValue<int>():x2}.{device["function"]!.GetValue<int>():x}");
}
