using System.Text.Json.Nodes;
using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;
using Migconf.Streams.Checking;
using Migconf.Streams.Comparing;
using Migconf.Streams.Failures;
using Migconf.Streams.Reading;

namespace Migconf.Compatibility.Loading;

/// <summary>Gives a stream to a real QEMU, and looks into why it is refused: the stream is read, and the same QEMU with the same options is asked
/// what it would send itself.</summary>
/// <param name="receiver">The destination.</param>
/// <param name="options">Its machine and devices.</param>
/// <param name="capabilities">Migration capabilities to switch on.</param>
public sealed class LoadTrial(QemuBinary receiver, IReadOnlyList<string> options, IReadOnlyList<string> capabilities)
{
    /// <param name="path">The stream.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="BenchException">The destination cannot be started so.</exception>
    public async Task<LoadReport> Run(string path, CancellationToken cancel)
    {
        var (sent, damage) = (Contents(path), Damage(path));
        LoadOutcome outcome;
        try
        {
            outcome = await StreamTransfer.Load(receiver, options, capabilities, path, cancel);
        }
        catch (QemuEndedException early) when (sent.Configuration is { } wanted && LoadAdvice.Unsupported().IsMatch(early.Printed)
            && early.Printed.Contains($"\"{wanted.Machine}\"", StringComparison.Ordinal))
        {
            outcome = new(TransferEnd.Refused, early.Printed, early.Printed, early.ExitCode);
        }

        var words = QemuWords.Of(outcome.ExitCode != 0 ? outcome.Printed : outcome.Words);
        outcome = outcome with { Words = outcome.End == TransferEnd.Crashed ? $"ended by signal {-outcome.ExitCode}: {words}" : words };
        var (own, regions) = await Own(cancel);
        var lacks = !outcome.Loaded && own?.Configuration is not null
            && StreamComparison.Compare(sent, own).Any(one => one.Failure == DeviceFailures.OnlyInSource || one.Failure == DeviceFailures.SectionRenamed);
        var types = lacks ? await DeviceTypes.Of(receiver, own!.Configuration!.Machine, cancel) : DeviceTypes.None;
        return LoadDiagnosis.Of(new(outcome, receiver.Name, options, sent, damage, own, types) { Regions = regions });
    }

    private static StreamContents Contents(string path)
    {
        using var file = File.OpenRead(path);
        return StreamContents.ReadFar(Open(file)).Contents;
    }

    private Finding? Damage(string path)
    {
        using var file = File.OpenRead(path);
        var release = ReleaseRules.Releases.Contains(receiver.Release) ? receiver.Release : null;
        return new StreamVerifier(Open(file), release).Run().Findings is [var first, ..] ? first : null;
    }

    private static ChannelReader Open(Stream file) => Channels.Open(file, new(), ChannelKind.Main);

    /// <summary>What the destination would send, null when it is not to be had, and the regions of its PCI devices.</summary>
    private async Task<(StreamContents? Contents, IReadOnlyList<PciRegion> Regions)> Own(CancellationToken cancel)
    {
        var pci = new JsonArray();
        using var folder = new PrivateDirectory(new QemuSettings().TemporaryFolder);
        var file = folder.File("own.mig");
        try
        {
            var taken = await StreamTransfer.Capture(receiver, options, capabilities, file, cancel, answer => pci = answer.AsArray());
            return (taken.Loaded ? Contents(file) : null, PciRegion.Of(pci));
        }
        catch (BenchException)
        {
            return (null, []);
        }
    }
}
