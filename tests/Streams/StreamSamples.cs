using System.Diagnostics;
using System.IO.Compression;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Streams of real QEMUs: small ones of this folder, and a corpus that lies beside the repository or where
/// <c>MIGCONF_STREAM_CORPUS</c> says.</summary>
internal static class StreamSamples
{
    private const string Variable = "MIGCONF_STREAM_CORPUS";
    private const string Folder = "tests/Streams/Samples";

    /// <summary>The recording that was cut on purpose.</summary>
    internal const string Cut = "recovery-11.1.first.mig";

    internal static IEnumerable<string> Names => Directory.GetFiles(Repository.Path(Folder), "*.gz")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    internal static byte[] Read(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Repository.Path(Folder), name + ".gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A reader that may seek, or one that may not.</summary>
    internal static ChannelReader Open(byte[] bytes, bool isPipe = false, ReaderOptions? options = null) =>
        Channels.Open(isPipe ? new Pipe(bytes) : new MemoryStream(bytes), options ?? new());

    /// <summary>Names of the corpus whose ending is this; skips the test when there is no corpus.</summary>
    internal static List<string> Corpus(params string[] endings)
    {
        var folder = CorpusFolder;
        Assert.SkipUnless(Directory.Exists(folder), $"no corpus of streams at {folder}; {Variable} may name one");
        Assert.SkipUnless(HasXz(), "xz is not installed");
        return [.. Directory.GetFiles(folder, "*.xz").Where(file => endings.Any(ending => file.EndsWith(ending + ".xz", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
    }

    internal static byte[] Unpack(string file)
    {
        using var process = Process.Start(new ProcessStartInfo("xz", ["-dc", file]) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return bytes.ToArray();
    }

    /// <summary>Why a test of zstd data is skipped.</summary>
    internal const string NoZstd = "libzstd is not on this machine";

    internal static bool HasZstd { get; } = FindZstd();

    private static bool FindZstd()
    {
        try
        {
            return ZstdLibrary.OfThisMachine is not null;
        }
        catch (MissingLibraryException)
        {
            return false;
        }
    }

    private static string CorpusFolder => Environment.GetEnvironmentVariable(Variable) ?? Path.GetFullPath(Repository.Path("../shared/corpus"));

    private static bool HasXz() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "xz")));

    /// <summary>Bytes that come in small pieces and only once.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        private const int Piece = 1000;

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, Piece)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, Piece));
    }
}
