using System.Collections.Concurrent;
using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Prediction;
using Migconf.Compatibility.Trials;
using Migconf.Devices.Dumps;
using Migconf.Implementations.Qemu;

namespace Migconf.Compatibility.Matrix;

/// <summary>All device types between two releases, several at a time.</summary>
/// <param name="older">The older release.</param>
/// <param name="newer">The newer release.</param>
/// <param name="machines">Machine types of both, in the order in which a device is tried on them.</param>
/// <param name="progress">Told after each device: how many are done, and of how many.</param>
public sealed class MatrixRun(QemuBinary older, QemuBinary newer, IReadOnlyList<string> machines, Action<int, int> progress)
{
    /// <summary>The machine types of a pair when none is named: those of the older release.</summary>
    public static IReadOnlyList<string> MachinesOf(string older) => [$"pc-q35-{older}", $"pc-i440fx-{older}"];

    /// <param name="devices">Only these; all that both releases have when there are none.</param>
    /// <param name="isForecast">Whether the two binaries' dumps are taken and held against the outcome.</param>
    /// <param name="workers">How many trials at a time.</param>
    /// <param name="cancel">Ends it early.</param>
    public async Task<PairResult> Run(IReadOnlyList<string> devices, bool isForecast, int workers, CancellationToken cancel)
    {
        // A binary that writes no dump is found out before the long part.
        (Dump Older, Dump Newer)? dumps = isForecast ? (await Dumps.Of(older, machines[0]), await Dumps.Of(newer, machines[0])) : null;
        using var bench = new TrialBench();
        var (ours, theirs) = (await DeviceNames.Of(older, cancel), await DeviceNames.Of(newer, cancel));
        var ways = Passage.Of(older, newer);
        var onlyOne = devices.Count > 0 ? [] : ours.Except(theirs).Select(name => (name, ways.From))
            .Concat(theirs.Except(ours).Select(name => (name, ways.To))).OrderBy(one => one.name, StringComparer.Ordinal).ToList();
        var wanted = devices.Count > 0 ? devices : [.. ours.Intersect(theirs)];
        var alone = new List<DeviceResult>();
        var known = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var machine in machines)
        {
            var first = new DeviceTrial(bench, older, newer, known);
            var result = await first.Run("", [machine], cancel);
            alone.Add(result);
            known[machine] = result.Breaks.Where(one => one.End == TransferEnd.Completed).SelectMany(Places).Concat(first.Noise.Select(one => one.Place)).ToHashSet(StringComparer.Ordinal);
        }

        var results = new ConcurrentBag<DeviceResult>();
        var trial = new DeviceTrial(bench, older, newer, known);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel };
        await Parallel.ForEachAsync(wanted, options, async (device, stop) =>
        {
            results.Add(await trial.Run(device, machines, stop));
            progress(results.Count, wanted.Count);
        });
        var pair = new PairResult(
            $"{older.Name} ({older.Version})", $"{newer.Name} ({newer.Version})", machines,
            [.. alone, .. results.OrderBy(one => one.Device, StringComparer.Ordinal)], onlyOne);
        return dumps is { } both ? pair with { Forecasts = DumpForecast.Of(pair, both.Older, both.Newer) } : pair;
    }

    /// <summary>How a break of the machine alone is recognised in a trial of a device. Where the machine alone does not load, no device is tried.</summary>
    private static IEnumerable<string> Places(Break found) => [$"{found.Section} {found.Field}", $"{found.Id} {found.Section}"];
}
