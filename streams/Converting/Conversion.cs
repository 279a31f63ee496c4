using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Converting;

/// <summary>What was written.</summary>
/// <param name="Full">Pages in full.</param>
/// <param name="Zero">Pages of zeros.</param>
/// <param name="Changes">What is other than in the stream that was read, beside its memory; a line each.</param>
public sealed record ConversionResult(long Full, long Zero, IReadOnlyList<string> Changes);

/// <summary>Writes a stream again for another receiver: first its memory is put together and everything held against the receiver, and
/// then, when nothing speaks against it, it is written.</summary>
public sealed class Conversion : IDisposable
{
    private readonly ConversionTarget target;
    private readonly ConversionCheck check;
    private readonly RamFolder folder;
    private readonly PageMap arrived;
    private bool hadFooters;

    private Conversion(ConversionTarget target, RamFolder folder, PageMap arrived) =>
        (this.target, this.folder, this.arrived, check) = (target, folder, arrived, new(target, arrived));

    /// <summary>What speaks against it.</summary>
    public IReadOnlyList<Finding> Findings => check.Findings;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="reader">The stream, at its beginning.</param>
    /// <param name="channels">Its multifd channels, at their beginnings.</param>
    /// <param name="target">For whom it is written.</param>
    /// <param name="memory">Where its memory is put, for as long as the conversion lasts.</param>
    /// <exception cref="StreamException">The stream cannot be read, or is of a kind that is not written again.</exception>
    public static Conversion Prepare(ChannelReader reader, IEnumerable<MultifdReader> channels, ConversionTarget target, string memory)
    {
        _ = Main(reader);
        var arrived = new PageMap();
        var folder = new RamFolder(memory) { Arrived = arrived };
        try
        {
            var conversion = new Conversion(target, folder, arrived);
            using var extractor = new RamExtractor(reader, channels, folder) { Seen = item => conversion.See(item, Main(reader)) };
            extractor.Run();
            conversion.check.End();
            conversion.hadFooters = Main(reader).HasFooters ?? true;
            return conversion;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="reader">The same stream, at its beginning again.</param>
    /// <param name="output">Where it goes.</param>
    /// <exception cref="InvalidOperationException">Something speaks against it.</exception>
    public ConversionResult Write(ChannelReader reader, Stream output) => Findings.Count == 0
        ? new StreamRewriter(
            target, check, hadFooters, hasFooters => new(folder, check.Blocks, arrived.PageSize, hasFooters, output), output).Run(Main(reader))
        : throw new InvalidOperationException("something speaks against writing the stream");

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static MigrationReader Main(ChannelReader reader) => reader is MigrationReader { IsRecovery: false } main
        ? main
        : throw new StreamException(ConversionFailures.NotConvertible, "", "channel", 0, "no main stream from its header on");

    private void See(StreamItem item, MigrationReader reader)
    {
        arrived.PageSize = reader.PageSize;
        check.Next(item);
    }
}
