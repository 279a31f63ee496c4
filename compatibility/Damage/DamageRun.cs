using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Checking;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Reading;

namespace Migconf.Compatibility.Damage;

/// <summary>Gives damaged streams to the reader and to a real QEMU.</summary>
/// <param name="bench">Runs the processes.</param>
/// <param name="receiver">The destination.</param>
/// <param name="options">Its machine and devices: those of the source.</param>
public sealed class DamageRun(TrialBench bench, QemuBinary receiver, IReadOnlyList<string> options)
{
    /// <param name="stream">The sound stream.</param>
    /// <param name="count">How many damaged ones.</param>
    /// <param name="seed">Of the damage.</param>
    /// <param name="first">The index of the first.</param>
    /// <param name="workers">How many processes at a time.</param>
    /// <param name="progress">Told after each: how many are done.</param>
    /// <param name="cancel">Ends it early.</param>
    public async Task<IReadOnlyList<Trial>> Run(
        byte[] stream, int count, int seed, int first, int workers, Action<int> progress, CancellationToken cancel)
    {
        var maker = new DamageMaker(stream, seed);
        var description = DescriptionFinder.Find(new MemoryStream(stream), new ReaderOptions().MostMemory);
        var trials = new Trial[count];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), parallel, async (at, stop) =>
        {
            var damaged = maker.Make(first + at);
            var (failure, place) = Verdict(damaged.Bytes, description, receiver.Release);
            var file = bench.NewFile();
            await File.WriteAllBytesAsync(file, damaged.Bytes, stop);
            var (outcome, _) = await bench.Load(receiver, options, file, isSentOn: false, stop);
            File.Delete(file);
            trials[at] = new(damaged, failure, place, outcome, receiver.Release);
            progress(Interlocked.Increment(ref done));
        });
        return trials;
    }

    /// <summary>What the reader says, with the description of the sound stream, since the receiver has its own tables too.</summary>
    public static (FailureClass? Failure, string Place) Verdict(byte[] stream, VmDescription? description, string receiver)
    {
        try
        {
            var reader = Channels.Open(new MemoryStream(stream), new ReaderOptions { Description = description }, ChannelKind.Main);
            var findings = new StreamVerifier(reader, ReleaseRules.Releases.Contains(receiver) ? receiver : null).Run().Findings;
            return findings.Count == 0 ? (null, "") : (findings[0].Failure, $"{findings[0].Place} at byte {findings[0].Offset}: {findings[0].Detail}");
        }
        catch (StreamException wrong)
        {
            return (wrong.Failure, wrong.Message);
        }
    }
}
