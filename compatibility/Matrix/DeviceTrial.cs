using System.Collections.Concurrent;
using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Reading;

namespace Migconf.Compatibility.Matrix;

/// <summary>One device type between two releases: created in both with the same words, its stream taken from each and given to the other.</summary>
/// <param name="bench">Runs the processes.</param>
/// <param name="older">The older release.</param>
/// <param name="newer">The newer release.</param>
/// <param name="known">Differences of the machine alone, by machine type, which are no news of a device.</param>
internal sealed class DeviceTrial(TrialBench bench, QemuBinary older, QemuBinary newer, IReadOnlyDictionary<string, IReadOnlySet<string>> known)
{
    /// <summary>A device asks for a bus, the bus for another, and for a backend; more is a circle.</summary>
    private const int MostNeeds = 6;

    private readonly ConcurrentBag<(string Machine, string Place)> noise = [];

    /// <summary>What differs at every start of a machine, or when a release loads its own stream.</summary>
    internal IReadOnlyCollection<(string Machine, string Place)> Noise => noise;

    /// <summary>The first machine type on which both releases create it decides.</summary>
    internal async Task<DeviceResult> Run(string device, IReadOnlyList<string> machines, CancellationToken cancel)
    {
        DeviceResult? refused = null;
        foreach (var machine in machines)
        {
            var result = await On(Setup.Plain(device, machine), cancel);
            if (result.Untried is null)
            {
                return result;
            }

            refused = refused is null || refused.Untried == result.Untried ? result
                : refused with { Untried = $"{refused.Untried}; on {machine} {result.Untried}" };
        }

        return refused!;
    }

    /// <summary>Starts with the name alone, and adds what either release asks for.</summary>
    private async Task<DeviceResult> On(Setup setup, CancellationToken cancel)
    {
        for (var needs = 0; ; needs++)
        {
            var first = await bench.Capture(older, setup, cancel);
            if (first.End == CaptureEnd.NotCreated)
            {
                if (needs < MostNeeds && Needs.Meet(setup, first.Words) is { } more)
                {
                    setup = more;
                    continue;
                }

                return Untried(setup, older, first.Words);
            }

            var second = await bench.Capture(newer, setup, cancel);
            if (second.End == CaptureEnd.NotCreated)
            {
                if (needs < MostNeeds && Needs.Meet(setup, second.Words) is { } more)
                {
                    setup = more;
                    continue;
                }

                return Untried(setup, newer, second.Words);
            }

            return await Exchange(setup, first, second, cancel);
        }
    }

    private static DeviceResult Untried(Setup setup, QemuBinary by, string words) => new(setup.Device, null, $"{by.Release}: {words}", [], [], 0);

    private async Task<DeviceResult> Exchange(Setup setup, Capture first, Capture second, CancellationToken cancel)
    {
        var (forward, back) = (Passage.Of(older, newer), Passage.Of(newer, older));
        var (one, other) = (Contents(first), Contents(second));
        var tried = new List<Passage>();
        var breaks = new List<Break>();
        var changes = one is null || other is null ? [] : StreamComparison.Compare(one, other).Where(found => found.Failure is not null && IsNews(setup, found)).ToList();
        foreach (var (passage, sent, source, destination, capture, own, regions) in new[]
        {
            (forward, one, older, newer, first, Own.Of(other, second), second.Regions), (back, other, newer, older, second, Own.Of(one, first), first.Regions),
        })
        {
            if (capture.End is CaptureEnd.Crashed or CaptureEnd.Hung)
            {
                breaks.Add(new(
                    passage, capture.End == CaptureEnd.Crashed ? TransferEnd.Crashed : TransferEnd.Hung, null, null, "", "", capture.Words,
                    "the source itself, before or while it sends", ""));
            }
            else if (sent is not null)
            {
                tried.Add(passage);
                breaks.AddRange(await Pass(setup, passage, source, destination, capture.Path, sent, own, cancel));
                breaks.AddRange(UnseenBreaks.Of(passage, [.. sent.Sections.Select(one => one.Header.Name)], capture.Regions, regions).Where(found => IsNews(setup, $"{found.Section} {found.Field}")));
            }
        }

        var blocked = new[] { (Passage: forward, Capture: first), (Passage: back, Capture: second) }
            .Where(side => side.Capture.End == CaptureEnd.Blocked).Select(side => (side.Passage, side.Capture.Words)).ToList();
        return new(setup.Device, setup, null, tried, breaks, changes.Count)
        {
            Forward = forward,
            Blocked = blocked,
            Descriptions = new[] { (forward, one), (back, other) }.Where(side => side.Item2 is not null)
                .ToDictionary(side => side.Item1, side => (IReadOnlySet<string>)side.Item2!.Sections.Select(section => section.State?.Description).OfType<string>().ToHashSet(StringComparer.Ordinal)),
        };
    }

    private async Task<IReadOnlyList<Break>> Pass(
        Setup setup, Passage passage, QemuBinary source, QemuBinary destination, string path, StreamContents sent, Own? own, CancellationToken cancel)
    {
        var (outcome, back) = await bench.Load(destination, setup, path, cancel);
        if (!outcome.Loaded)
        {
            var (within, _) = await bench.Load(source, setup, path, cancel);
            var differences = own is null ? null : StreamComparison.Compare(sent, own.Contents);
            var found = Diagnostician.Explain(passage, outcome, differences, within);
            return IsNews(setup, $"{found.Id} {found.Section}") ? [found] : [];
        }

        return back is null || own is null ? [] : await Lost(setup, passage, destination, sent, Read(back), own, cancel);
    }

    /// <summary>No guest ran: after the load the destination has to be as its own machine is at reset, but for what was sent otherwise and
    /// carried over, and for what differs at every start.</summary>
    private async Task<IReadOnlyList<Break>> Lost(
        Setup setup, Passage passage, QemuBinary destination, StreamContents sent, StreamContents sentOn, Own own, CancellationToken cancel)
    {
        var carried = CarriedValues.Of(sent);
        var differences = StreamComparison.Compare(sentOn, own.Contents)
            .Where(found => IsNews(setup, found) && !carried.Has(CarriedValues.Of(sentOn), found)).ToList();
        if (differences.Count == 0)
        {
            return [];
        }

        var again = await bench.Capture(destination, setup, cancel);
        var (_, back) = await bench.Load(destination, setup, own.Path, cancel);
        var usual = new[] { again.End == CaptureEnd.Sent ? again.Path : null, back }.OfType<string>()
            .SelectMany(path => StreamComparison.Compare(Read(path), own.Contents)).Select(Place).ToHashSet(StringComparer.Ordinal);
        foreach (var place in usual)
        {
            noise.Add((setup.Machine, place));
        }

        return [.. differences.Where(found => !usual.Contains(Place(found))).Select(found => Diagnostician.Lost(passage, found, carried.Knows(found)))];
    }

    private bool IsNews(Setup setup, Difference found) => IsNews(setup, Place(found));

    private bool IsNews(Setup setup, string place) => !(known.TryGetValue(setup.Machine, out var places) && places.Contains(place));

    /// <summary>Where a difference is, whatever the values are.</summary>
    internal static string Place(Difference found) => $"{found.Section} {found.Path}";

    private static StreamContents? Contents(Capture capture) => capture.End == CaptureEnd.Sent ? Read(capture.Path) : null;

    private static StreamContents Read(string path)
    {
        using var file = File.OpenRead(path);
        return StreamContents.Read(Channels.Open(file, new()));
    }

    /// <summary>What the destination itself sends for the setup.</summary>
    private sealed record Own(StreamContents Contents, string Path)
    {
        internal static Own? Of(StreamContents? contents, Capture capture) => contents is null ? null : new(contents, capture.Path);
    }
}
