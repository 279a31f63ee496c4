using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Diagnosis;

/// <summary>What loading a stream of a guest that has not run cannot show of PCI devices: regions that take another size in the other
/// release, and devices that send no state at all.</summary>
internal static class UnseenBreaks
{
    private const string Nothing = "nothing: the load completes, as no guest has run";

    /// <param name="passage">Which way.</param>
    /// <param name="sections">Names of the sections that are sent.</param>
    /// <param name="source">Regions of the source's machine.</param>
    /// <param name="destination">Regions of the destination's machine.</param>
    internal static IEnumerable<Break> Of(
        Passage passage, IReadOnlyCollection<string> sections, IReadOnlyList<PciRegion> source, IReadOnlyList<PciRegion> destination)
    {
        var silent = Silent(sections, source);
        var resized = Resized(passage, source.Where(one => one.IsOnRootBus && !silent.Contains(one.Place)), destination);
        return Silent(passage, silent, source, destination).Concat(resized);
    }

    /// <summary>Places of the PCI functions on the root bus that no section is for.</summary>
    internal static IReadOnlyList<string> Silent(IReadOnlyCollection<string> sections, IReadOnlyList<PciRegion> regions) =>
        [.. regions.Where(one => one.IsOnRootBus).Select(one => one.Place).Distinct().Where(place => !sections.Any(name => name.StartsWith($"0000:{place}/", StringComparison.Ordinal)))];

    /// <summary>One for all functions of the device.</summary>
    private static IEnumerable<Break> Silent(Passage passage, IReadOnlyList<string> places, IReadOnlyList<PciRegion> source, IReadOnlyList<PciRegion> destination)
    {
        if (places.Count > 0)
        {
            var more = places.Count > 1 ? $" (nor do the functions {string.Join(", ", places.Skip(1))})" : "";
            yield return Of(
                passage, PairFailures.SemanticLoss, places[0], "",
                $"the device sends no state{more}: the destination has it as it is at reset, whatever the guest has done to it"
                + string.Concat(source.Where(one => places.Contains(one.Place)).Select(one => (one, There: Same(one, destination)))
                    .Where(pair => pair.There is { } there && there.Size != pair.one.Size).Select(pair => $"; its {pair.one.Name} takes {Sizes(passage, pair.one, pair.There!)}")));
        }
    }

    private static IEnumerable<Break> Resized(Passage passage, IEnumerable<PciRegion> source, IReadOnlyList<PciRegion> destination)
    {
        foreach (var sent in source)
        {
            var there = Same(sent, destination);
            if (there is not null && there.Size != sent.Size)
            {
                yield return Of(passage, DeviceFailures.PciConfig, sent.Place, sent.Name, $"{Sizes(passage, sent, there)}: " + (there.Size > sent.Size
                    ? $"refused where the guest has placed it at an address that is no multiple of 0x{there.Size:x}"
                    : "loads, and the guest finds nothing behind the rest of it"));
            }
            else if (there is null && destination.Any(one => one.Place == sent.Place))
            {
                yield return Of(passage, DeviceFailures.PciConfig, sent.Place, sent.Name, $"0x{sent.Size:x} bytes in {passage.From}, none in {passage.To}: loads, and the guest finds nothing behind it");
            }
        }
    }

    private static PciRegion? Same(PciRegion sent, IReadOnlyList<PciRegion> destination) =>
        destination.FirstOrDefault(one => (one.Place, one.Number) == (sent.Place, sent.Number));

    private static string Sizes(Passage passage, PciRegion sent, PciRegion there) => $"0x{sent.Size:x} bytes in {passage.From}, 0x{there.Size:x} in {passage.To}";

    private static Break Of(Passage passage, FailureClass failure, string place, string region, string reason) => new(
        passage, TransferEnd.Completed, failure, null, place, region, Nothing, reason, "")
    {
        NeedsGuest = true,
    };
}
