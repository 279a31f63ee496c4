using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Checking;
using Migconf.Streams.Comparing;

namespace Migconf.Compatibility.Loading;

/// <summary>What is known of a stream that was given to a real QEMU.</summary>
/// <param name="Outcome">What the QEMU did; its words without what it prints on every start.</param>
/// <param name="Receiver">Which QEMU, as it was named.</param>
/// <param name="Options">Its machine and devices, as they were given.</param>
/// <param name="Sent">What the stream says of its machine, as far as it can be read.</param>
/// <param name="Damage">What is wrong with the stream itself; null for a sound one.</param>
/// <param name="Own">What the QEMU, started with the same options, would send itself; null when it sends nothing.</param>
/// <param name="Types">Which device types the QEMU offers.</param>
public sealed record LoadEvidence(
    LoadOutcome Outcome, string Receiver, IReadOnlyList<string> Options, StreamContents Sent, Finding? Damage, StreamContents? Own, DeviceTypes Types)
{
    /// <summary>Of the PCI devices of the QEMU's machine; none where they are not known.</summary>
    public IReadOnlyList<PciRegion> Regions { get; init; } = [];
}

/// <summary>What came of it, and why.</summary>
/// <param name="Outcome">What the QEMU did.</param>
/// <param name="Break">Why it did not load; null when it did.</param>
/// <param name="Offset">The byte of the stream at which that begins; null when no place is known.</param>
/// <param name="Advice">What to change on the command line, most important first.</param>
/// <param name="Also">What else differs between the stream and the QEMU's machine; of a stream that was loaded, what it did not bring.</param>
public sealed record LoadReport(LoadOutcome Outcome, Break? Break, long? Offset, IReadOnlyList<string> Advice, IReadOnlyList<Difference> Also);
