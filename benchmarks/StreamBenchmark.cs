using System.Diagnostics;
using Migconf.Streams.Bytes;
using Migconf.Streams.Checking;
using Migconf.Streams.Describing;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;

namespace Migconf.Benchmarks;

/// <summary>How fast a stream of random memory is read, checked, written and extracted; each three times, the best counts.</summary>
internal static class StreamBenchmark
{
    private const int PageSize = 4096;
    private const int Rounds = 3;

    internal static int Run(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory("migconf-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, "stream");
            Write(path, mebibytes * 1024L * 1024);
            var length = new FileInfo(path).Length;
            Console.WriteLine($"{length} bytes, {mebibytes} MiB of random memory");
            Measure("describe", length, path, reader => Outline.Of(reader).Count());
            Measure("verify", length, path, reader => new StreamVerifier(reader).Run().Findings.Count);
            Measure("read each byte", length, path, reader => Drain(reader));
            Measure("write again", length, path, reader => Copy(reader));
            Measure("extract memory", length, path, reader => Extract(reader, folder.FullName));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(string what, long length, string path, Func<ChannelReader, int> work)
    {
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var before = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            work(Channels.Open(stream, new()));
            best = watch.Elapsed < best ? watch.Elapsed : best;
            allocated = GC.GetTotalAllocatedBytes() - before;
        }

        Console.WriteLine(
            $"{what,-16} {best.TotalSeconds,7:0.000} s {length / best.TotalSeconds / 1e9,7:0.00} GB/s, {allocated / 1_000_000} MB allocated, "
            + $"{GC.GetTotalMemory(forceFullCollection: true) / 1_000_000} MB kept, {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB at most");
    }

    private static int Drain(ChannelReader reader)
    {
        var sum = 0;
        foreach (var _ in reader.Items())
        {
            reader.Payload.Drain(reader.Payload.Left, static (bytes, _) => bytes.IndexOf((byte)0), 0);
            sum++;
        }

        return sum;
    }

    private static int Copy(ChannelReader reader)
    {
        ItemWriter.Copy(reader, Stream.Null);
        return 0;
    }

    private static int Extract(ChannelReader reader, string folder)
    {
        using var memory = new RamFolder(Path.Combine(folder, "ram"));
        using var extractor = new RamExtractor(reader, [], memory);
        extractor.Run();
        return (int)memory.PagesWritten;
    }

    private static void Write(string path, long memory)
    {
        using var output = new BufferedStream(File.Create(path), 1 << 20);
        const string Block = "pc.ram";
        var start = new SectionHeader(SectionKind.Start, 2, "ram", 0, 4);
        var end = new RamMark((uint)RamFlags.EndOfPart, RamFlags.EndOfPart);
        Put(output, new StreamHeader(StreamHeader.Current), new MachineConfiguration("pc-q35-10.0", []), start, new RamSetup((ulong)memory));
        Put(output, new RamBlock(Block, (ulong)memory), end, new SectionFooter(2), start with { Kind = SectionKind.Part });
        var page = new byte[PageSize];
        var random = new Random(1);
        for (long address = 0; address < memory; address += PageSize)
        {
            random.NextBytes(page);
            Put(output, new RamPage(address == 0 ? RamFlags.Page : RamFlags.Page | RamFlags.Continue, Block, (ulong)address, PageSize));
            output.Write(page);
        }

        Put(output, end, new SectionFooter(2), new EndOfSections());
    }

    /// <summary>Writes all but stored bytes.</summary>
    private static void Put(Stream output, params StreamItem[] items)
    {
        foreach (var one in items.SelectMany(item => item.Fields).Where(one => one.Value.Form != WireForm.Stored))
        {
            one.Value.WriteTo(output);
        }
    }
}
