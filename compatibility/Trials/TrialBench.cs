using System.Globalization;
using System.Text.Json.Nodes;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;

namespace Migconf.Compatibility.Trials;

/// <summary>Takes streams of real releases and gives them to others, each time with fresh processes. Its files are in a private folder that
/// goes with the tool, however that ends.</summary>
public sealed class TrialBench : IDisposable
{
    private readonly PrivateDirectory folder = new(new QemuSettings().TemporaryFolder);
    private int files;

    /// <summary>Makes the folder and the firmware in it.</summary>
    public TrialBench() => Firmware.WriteTo(folder.File("bios"));

    /// <summary>What a release sends for a setup.</summary>
    public async Task<Capture> Capture(QemuBinary binary, Setup setup, CancellationToken cancel)
    {
        var path = NewFile();
        try
        {
            var regions = new JsonArray();
            var outcome = await StreamTransfer.Capture(binary, Options(setup), [], path, cancel, answer => regions = answer.AsArray());
            return outcome.Loaded ? new(CaptureEnd.Sent, path, "", PciRegion.Of(regions))
                : new(outcome.End == TransferEnd.Hung ? CaptureEnd.Hung : CaptureEnd.Blocked, Clean(outcome.Words));
        }
        catch (QemuEndedException ended)
        {
            var words = Clean(ended.Printed);
            return ended.ExitCode < 0 ? new(CaptureEnd.Crashed, Signal(ended.ExitCode, words)) : new(CaptureEnd.NotCreated, words);
        }
        catch (BenchException silent) when (silent.Id is "MIG-ENV-019" or "MIG-ENV-008")
        {
            return new(CaptureEnd.Hung, silent.Id == "MIG-ENV-008" ? "no answer within 20 s of its start" : Clean(silent.Message));
        }
    }

    /// <summary>Gives a stream to a release.</summary>
    /// <param name="binary">The destination.</param>
    /// <param name="setup">As the source was started.</param>
    /// <param name="path">The stream.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>What came of it, and the file with what the destination would send on; no file when it did not load.</returns>
    public Task<(LoadOutcome Outcome, string? Back)> Load(QemuBinary binary, Setup setup, string path, CancellationToken cancel) =>
        Load(binary, Options(setup), path, isSentOn: true, cancel);

    /// <summary>As the other, with options as they stand.</summary>
    internal async Task<(LoadOutcome Outcome, string? Back)> Load(
        QemuBinary binary, IReadOnlyList<string> options, string path, bool isSentOn, CancellationToken cancel)
    {
        var back = isSentOn ? NewFile() : null;
        var outcome = await StreamTransfer.Load(binary, options, [], path, cancel, back);
        var words = Clean(outcome.ExitCode != 0 ? outcome.Printed : outcome.Words);
        return (outcome with { Words = outcome.End == TransferEnd.Crashed ? Signal(outcome.ExitCode, words) : words }, outcome.Loaded && File.Exists(back) ? back : null);
    }

    /// <summary>A name for a file of the bench.</summary>
    public string NewFile() => folder.File($"{Interlocked.Increment(ref files).ToString(CultureInfo.InvariantCulture)}.mig");

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    /// <summary>The number of the signal, and what was printed before it.</summary>
    private static string Signal(int exitCode, string words) => $"ended by signal {-exitCode}{(words.Length == 0 ? "" : $": {words}")}";

    /// <summary>A setup with the firmware of this bench.</summary>
    public IReadOnlyList<string> Options(Setup setup) => [.. setup.Words, "-bios", folder.File("bios")];

    private string Clean(string words) => QemuWords.Of(words, folder.Path);
}
