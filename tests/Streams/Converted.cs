using Migconf.Streams.Checking;
using Migconf.Streams.Converting;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>A stream written for another receiver, or what speaks against it.</summary>
internal sealed record Converted(IReadOnlyList<Finding> Findings, ConversionResult? Result, byte[] Bytes)
{
    internal static Converted Of(byte[] main, ConversionTarget target, params byte[][] channels)
    {
        using var folder = new TemporaryFile("none", "");
        using var conversion = Conversion.Prepare(
            StreamSamples.Open(main), channels.Select(channel => new MultifdReader(new MemoryStream(channel), new())), target, folder.Folder);
        using var output = new MemoryStream();
        var result = conversion.Findings.Count == 0 ? conversion.Write(StreamSamples.Open(main), output) : null;
        return new(conversion.Findings, result, output.ToArray());
    }

    /// <summary>Fails unless nothing speaks against it, and what is written is sound.</summary>
    internal static byte[] Sound(byte[] main, ConversionTarget target, params byte[][] channels)
    {
        var converted = Of(main, target, channels);
        Assert.Empty(converted.Findings.Select(one => $"{one.Failure.Id} {one.Place} {one.Detail}"));
        Assert.Empty(new StreamVerifier(StreamSamples.Open(converted.Bytes), target.Release).Run().Findings.Select(one => $"{one.Failure.Id} {one.Place} {one.Detail}"));
        return converted.Bytes;
    }

    /// <summary>The devices of a stream: name, version and bytes, in their order.</summary>
    internal static List<string> Devices(byte[] main)
    {
        var reader = StreamSamples.Open(main);
        var (devices, section) = (new List<string>(), "");
        foreach (var item in reader.Items())
        {
            section = item is SectionHeader header ? $"{header.Name} {header.Instance} {header.Version}" : section;
            if (item is DeviceBody or OpaqueBody)
            {
                using var body = new MemoryStream();
                ItemWriter.Write(item, reader.Payload, body);
                devices.Add($"{section} {Convert.ToHexString(body.ToArray())}");
            }
        }

        return devices;
    }

    /// <summary>The memory in a stream, by block.</summary>
    internal static Dictionary<string, byte[]> Memory(byte[] main, params byte[][] channels)
    {
        using var folder = new TemporaryFile("none", "");
        Dictionary<string, string> files;
        using (var memory = new RamFolder(folder.Folder))
        {
            using var extractor = new RamExtractor(
                StreamSamples.Open(main), channels.Select(channel => new MultifdReader(new MemoryStream(channel), new())), memory);
            extractor.Run();
            files = memory.Files.ToDictionary(file => file.Block, file => file.Path);
        }

        return files.ToDictionary(file => file.Key, file => File.ReadAllBytes(file.Value));
    }
}
