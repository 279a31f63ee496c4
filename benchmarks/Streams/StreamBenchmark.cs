using System.Diagnostics;
using System.Globalization;
using Migconf.Streams.Checking;
using Migconf.Streams.Describing;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;

namespace Migconf.Benchmarks.Streams;

/// <summary>How fast streams are read, checked, written and extracted: one of random memory, and one of a machine with many devices.
/// In process, and beside the usual script. Each three times, the best counts.</summary>
internal static class StreamBenchmark
{
    private const int Rounds = 3;

    internal static async Task<int> Run(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory("migconf-bench-");
        try
        {
            var random = Path.Combine(folder.FullName, "random");
            var heavy = Path.Combine(folder.FullName, "heavy");
            RandomStream.Write(random, mebibytes * 1024L * 1024);
            var hasHeavy = await HeavyStream.Capture(heavy, Console.Error);
            InProcess(random, hasHeavy ? heavy : null, folder.FullName);
            Console.WriteLine();
            AsProcesses(random, hasHeavy ? heavy : null, folder.FullName);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void InProcess(string random, string? heavy, string folder)
    {
        Console.WriteLine($"{new FileInfo(random).Length} bytes of random memory, in process, best of {Rounds}");
        Measure("describe", random, reader => Outline.Of(reader).Count());
        Measure("verify", random, reader => new StreamVerifier(reader).Run().Findings.Count);
        Measure("read each byte", random, Drain);
        Measure("write again", random, Copy);
        Measure("extract memory", random, reader => Extract(reader, folder));
        MeasureDisk(random, folder);
        if (heavy is not null)
        {
            Console.WriteLine($"{new FileInfo(heavy).Length} bytes of many devices, {Leaves(heavy)} fields");
            Measure("describe", heavy, reader => Outline.Of(reader).Count());
            Measure("with all fields", heavy, Describe);
            Measure("verify", heavy, reader => new StreamVerifier(reader).Run().Findings.Count);
        }
    }

    private static void AsProcesses(string random, string? heavy, string folder)
    {
        var both = new SideBySide(folder, UsualScript.Find(Console.Error));
        both.Begin();
        var length = new FileInfo(random).Length;
        both.Compare("describe", length, ["stream", "describe", random], ["-f", random]);
        both.Compare("extract memory", length, ["stream", "ram", random, "--out", Path.Combine(folder, "ram")], ["-x", "-f", random]);
        if (heavy is not null)
        {
            both.Compare("many devices", new FileInfo(heavy).Length, ["stream", "describe", heavy], ["-f", heavy]);
            both.Compare("all fields, JSON", new FileInfo(heavy).Length, ["stream", "describe", heavy, "--json"], ["-f", heavy]);
        }
    }

    private static void Measure(string what, string path, Func<ChannelReader, int> work)
    {
        var length = new FileInfo(path).Length;
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var stream = Open(path);
            var before = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            work(Channels.Open(stream, new()));
            best = watch.Elapsed < best ? watch.Elapsed : best;
            allocated = GC.GetTotalAllocatedBytes() - before;
        }

        Print(what, length, best, $", {allocated / 1_000_000} MB allocated, {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB resident at most so far");
    }

    /// <summary>What the disk takes from a program that does nothing but copy the same bytes.</summary>
    private static void MeasureDisk(string path, string folder)
    {
        var best = TimeSpan.MaxValue;
        var copy = Path.Combine(folder, "copy");
        var buffer = new byte[1 << 18];
        for (var round = 0; round < Rounds; round++)
        {
            using var from = Open(path);
            var watch = Stopwatch.StartNew();
            File.Delete(copy);
            using (var to = File.OpenHandle(copy, FileMode.CreateNew, FileAccess.Write))
            {
                long at = 0;
                for (int count; (count = from.Read(buffer)) > 0; at += count)
                {
                    RandomAccess.Write(to, buffer.AsSpan(0, count), at);
                }
            }

            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        File.Delete(copy);
        Print("plain copy", new FileInfo(path).Length, best, "");
    }

    private static void Print(string what, long length, TimeSpan time, string more) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-16} {time.TotalMilliseconds,7:0} ms {length / time.TotalSeconds / 1e9,7:0.00} GB/s{more}"));

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static int Leaves(string path)
    {
        using var stream = Open(path);
        return Channels.Open(stream, new()).Items().Sum(item => item.Elements.Count());
    }

    private static int Describe(ChannelReader reader)
    {
        var json = new OutlineJson(TextWriter.Null, fields: true);
        foreach (var entry in Outline.Of(reader))
        {
            json.Write(entry);
        }

        return 0;
    }

    private static int Drain(ChannelReader reader)
    {
        foreach (var _ in reader.Items())
        {
            reader.Payload.Drain(reader.Payload.Left, static (bytes, _) => bytes.IndexOf((byte)0), 0);
        }

        return 0;
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
}
