using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Diagnosis;

/// <summary>Regions of PCI devices that take another size in the other release, or that the destination is told nothing of. Where no
/// guest has placed them every stream loads, so that loading one shows nothing.</summary>
internal static class RegionBreaks
{
    /// <param name="passage">Which way.</param>
    /// <param name="sections">Names of the sections that are sent.</param>
    /// <param name="source">Regions of the source's machine.</param>
    /// <param name="destination">Regions of the destination's machine.</param>
    internal static IEnumerable<Break> Of(
        Passage passage, IReadOnlyCollection<string> sections, IReadOnlyList<PciRegion> source, IReadOnlyList<PciRegion> destination)
    {
        var known = source.Where(one => one.IsOnRootBus).ToLookup(one => sections.Any(name => name.StartsWith($"0000:{one.Place}/", StringComparison.Ordinal)));
        var silent = known[false].Select(one => one.Place).Distinct().ToList();
        if (silent.Count > 0)
        {
            var more = silent.Count > 1 ? $" (nor do the functions {string.Join(", ", silent.Skip(1))})" : "";
            yield return new(
                passage, TransferEnd.Completed, PairFailures.SemanticLoss, null, silent[0], "", Nothing,
                $"the device sends no state{more}: the destination has it as it is at reset, whatever the guest has done to it", "")
            {
                NeedsGuest = true,
            };
        }

        foreach (var sent in known[true])
        {
            var there = destination.FirstOrDefault(one => (one.Place, one.Number) == (sent.Place, sent.Number));
            if (there is not null && there.Size != sent.Size)
            {
                yield return Of(passage, sent, $"0x{sent.Size:x} bytes in {passage.From}, 0x{there.Size:x} in {passage.To}: " + (there.Size > sent.Size
                    ? $"refused where the guest has placed it at an address that is no multiple of 0x{there.Size:x}"
                    : "loads, and the guest finds nothing behind the rest of it"));
            }
            else if (there is null && destination.Any(one => one.Place == sent.Place))
            {
                yield return Of(passage, sent, $"0x{sent.Size:x} bytes in {passage.From}, none in {passage.To}: loads, and the guest finds nothing behind it");
            }
        }
    }

    private const string Nothing = "nothing: the load completes, as no guest has run";

    private static Break Of(Passage passage, PciRegion sent, string reason) => new(
        passage, TransferEnd.Completed, DeviceFailures.PciConfig, null, sent.Place, sent.Name, Nothing, reason, "")
    {
        NeedsGuest = true,
    };
}
