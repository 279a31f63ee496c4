using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Matrix;
using Migconf.Devices.Dumps;

namespace Migconf.Compatibility.Prediction;

/// <summary>What two dumps say of a device in one direction, and what happened.</summary>
/// <param name="Device">The tried device type.</param>
/// <param name="Passage">The direction.</param>
/// <param name="Findings">The findings of the dumps for what was sent.</param>
/// <param name="Breaks">What broke.</param>
public sealed record Forecast(string Device, Passage Passage, IReadOnlyList<DumpFinding> Findings, IReadOnlyList<Break> Breaks)
{
    /// <summary>The surest of the findings; null when there is none but harmless ones.</summary>
    public Certainty? Certainty => Findings.Where(one => one.Certainty != Devices.Dumps.Certainty.Harmless).Select(one => (Certainty?)one.Certainty).Min();

    /// <summary>Whether anything broke.</summary>
    public bool Broke => Breaks.Count > 0;
}

/// <summary>Holds what the <c>-dump-vmstate</c> files of two binaries predict against what loading real streams showed. A device stands
/// for every description it sends: a dump may list that under other device types, of which several may share a name.</summary>
public static class DumpForecast
{
    /// <param name="pair">What was measured.</param>
    /// <param name="older">The older binary's dump.</param>
    /// <param name="newer">The newer binary's.</param>
    public static IReadOnlyList<Forecast> Of(PairResult pair, Dump older, Dump newer)
    {
        var findings = DumpComparison.Compare(older, newer);
        var alone = pair.Devices.Where(one => one.Device.Length == 0).SelectMany(one => one.Descriptions.Values).SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
        return [.. pair.Devices.SelectMany(device => device.Tried.Select(passage =>
        {
            var isForward = passage == device.Forward;
            var source = isForward ? older : newer;
            var sent = device.Descriptions.TryGetValue(passage, out var names) ? names : new HashSet<string>();
            var own = device.Device.Length == 0 ? sent : sent.Except(alone).ToHashSet(StringComparer.Ordinal);
            return new Forecast(
                device.Device, passage,
                [.. findings.Where(one => one.IsForward == isForward && (one.Type == device.Device || own.Contains(source.Types[one.Type].Name)))],
                [.. device.Breaks.Where(found => found.Passage == passage)]);
        }))];
    }
}
