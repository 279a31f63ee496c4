using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Trials;

namespace Migconf.Compatibility.Matrix;

/// <summary>What came of one device type between two releases.</summary>
/// <param name="Device">The type; empty for the machine alone.</param>
/// <param name="Setup">With what it was created on both sides; null when it could not be tried.</param>
/// <param name="Untried">Why it could not be tried, in QEMU's words; null when it could.</param>
/// <param name="Tried">The ways that were tried.</param>
/// <param name="Breaks">What does not arrive.</param>
/// <param name="Changes">How many differences of layout the two releases' own streams have, broken or not.</param>
public sealed record DeviceResult(
    string Device, Setup? Setup, string? Untried, IReadOnlyList<Passage> Tried, IReadOnlyList<Break> Breaks, int Changes)
{
    /// <summary>From the older release to the newer.</summary>
    public Passage Forward { get; init; } = new("", "");

    /// <summary>Ways that are blocked by the source itself, with its words.</summary>
    public IReadOnlyList<(Passage Passage, string Words)> Blocked { get; init; } = [];

    /// <summary>Names of the descriptions of all sections that were sent each way.</summary>
    public IReadOnlyDictionary<Passage, IReadOnlySet<string>> Descriptions { get; init; } = new Dictionary<Passage, IReadOnlySet<string>>();
}

/// <summary>Two releases and all device types that were tried between them.</summary>
/// <param name="Older">The older release's QEMU: name, version.</param>
/// <param name="Newer">The newer release's.</param>
/// <param name="Machines">The machine types, in the order in which they were tried.</param>
/// <param name="Devices">By name; the machine alone first.</param>
/// <param name="OnlyOne">Types that only one of the two has.</param>
public sealed record PairResult(
    string Older, string Newer, IReadOnlyList<string> Machines, IReadOnlyList<DeviceResult> Devices, IReadOnlyList<(string Device, string Release)> OnlyOne)
{
    /// <summary>What the dumps of the two binaries predict, where they were asked.</summary>
    public IReadOnlyList<Prediction.Forecast> Forecasts { get; init; } = [];

    /// <summary>All breaks with their device.</summary>
    public IEnumerable<(DeviceResult Device, Break Break)> Breaks => Devices.SelectMany(one => one.Breaks.Select(found => (one, found)));
}
