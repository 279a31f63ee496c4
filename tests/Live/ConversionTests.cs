using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Converting;
using Migconf.Streams.Reading;
using Migconf.Tests.Streams;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Streams that were written again are loaded by real QEMUs, and what these send on is the machine that was in the stream.</summary>
public sealed class ConversionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The clock ticks, the guest does not run, and 11.1 always sends the last one.</summary>
    private static readonly string[] Expected = ["mc146818rtc 0 ", "globalstate 0 ", "0000:00:01.3/piix4_pm 0 piix4_pm/cpuhp only in the destination"];

    /// <summary>A sample, the machine type that it is written for, and the release that loads it.</summary>
    public static TheoryData<string, string, string> Ways => new()
    {
        { "xbzrle-11.1.mig", "pc-i440fx-11.1", "11.1" }, { "xbzrle-11.1.mig", "pc-i440fx-10.0", "10.0" }, { "xbzrle-11.1.mig", "pc-i440fx-7.2", "7.2" },
        { "mapped-ram-11.1.mig", "pc-i440fx-11.1", "11.1" }, { "mapped-ram-11.1.mig", "pc-i440fx-10.0", "10.0" },
        { "compress-7.2.mig", "pc-i440fx-7.2", "7.2" }, { "compress-7.2.mig", "pc-i440fx-7.2", "10.0" }, { "compress-7.2.mig", "pc-i440fx-7.2", "11.1" },
        { "multifd-7.2.main.mig", "pc-i440fx-7.2", "10.0" }, { "multifd-zlib-11.1.main.mig", "pc-i440fx-11.1", "11.1" },
        { "multifd-zstd-10.0.main.mig", "pc-i440fx-10.0", "10.0" }, { "multifd-zstd-10.0.main.mig", "pc-i440fx-9.2", "11.1" },
        { "postcopy-11.1.fwd.mig", "pc-i440fx-11.1", "11.1" }, { "legacy-2.3-machine-7.2.mig", "pc-i440fx-2.3", "7.2" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stream_that_was_written_again_is_loaded_and_is_the_same_machine(string sample, string machine, string release)
    {
        Assert.SkipUnless(StreamSamples.HasZstd || !sample.Contains("zstd", StringComparison.Ordinal), StreamSamples.NoZstd);
        var qemu = Samples.Real(release);
        byte[][] channels = sample.StartsWith("multifd", StringComparison.Ordinal)
            ? [.. new[] { 0, 1 }.Select(number => StreamSamples.Read(sample.Replace("main.mig", $"ch{number}.bin", StringComparison.Ordinal)))]
            : [];
        var source = StreamSamples.Read(sample);
        var isDescribed = !sample.StartsWith("postcopy", StringComparison.Ordinal);
        var written = Converted.Sound(source, new() { Machine = machine, Release = isDescribed ? release : null }, channels);
        using var file = new TemporaryFile("written", "");
        await File.WriteAllBytesAsync(file.Path, written, Cancel);
        var (bios, back) = (Path.Combine(file.Folder, "bios"), Path.Combine(file.Folder, "back"));
        Firmware.WriteTo(bios);
        var outcome = await StreamTransfer.Load(qemu, ["-machine", machine, "-m", "1", "-bios", bios], [], file.Path, Cancel, back);
        Assert.True(outcome.Loaded, $"{outcome.Words} {outcome.Printed}");
        var sentOn = await File.ReadAllBytesAsync(back, Cancel);
        Assert.Equal(Converted.Memory(source, channels), Converted.Memory(sentOn));
        Assert.Empty(Changed(written, sentOn));
    }

    /// <summary>What of the devices is not as it was.</summary>
    private static IEnumerable<string> Changed(byte[] written, byte[] sentOn) => StreamComparison
        .Compare(StreamContents.Read(StreamSamples.Open(written)), StreamContents.Read(StreamSamples.Open(sentOn)))
        .Select(one => $"{one.Section} {one.Path} {one.Detail}")
        .Where(one => !Expected.Any(known => one.StartsWith(known, StringComparison.Ordinal)));

    /// <summary>A sample, what is made of it, options of a receiver that loads it and of one that does not, and what the latter says.</summary>
    public static TheoryData<string, ConversionTarget, string, string, string> Frames => new()
    {
        {
            "legacy-2.3-machine-7.2.mig", new() { Machine = "pc-i440fx-2.3", Frame = Frame.Modern },
            "-machine pc-i440fx-2.3 -global migration.send-configuration=on -global migration.send-section-footer=on", "-machine pc-i440fx-2.3",
            "Unknown savevm section type 7"
        },
        {
            "precopy-7.2.mig", new() { Frame = Frame.Legacy },
            "-machine pc-i440fx-7.2 -global migration.send-configuration=off -global migration.send-section-footer=off", "-machine pc-i440fx-7.2",
            "Configuration section missing"
        },
        {
            "precopy-7.2.mig", new() { Uuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff") },
            "-machine pc-i440fx-7.2 -uuid 00112233-4455-6677-8899-aabbccddeeff", "-machine pc-i440fx-7.2 -uuid 00112233-4455-6677-8899-aabbccddee00",
            "UUID received is"
        },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Frame_and_uuid_are_those_that_the_receiver_asks_for(string sample, ConversionTarget target, string loads, string refuses, string words)
    {
        using var file = new TemporaryFile("written", "");
        await File.WriteAllBytesAsync(file.Path, Converted.Sound(StreamSamples.Read(sample), target), Cancel);
        var bios = Path.Combine(file.Folder, "bios");
        Firmware.WriteTo(bios);
        string[] capabilities = target.Uuid is null ? [] : ["validate-uuid"];
        var (good, bad) = (await Load(loads), await Load(refuses));
        Assert.True(good.Loaded, $"{good.Words} {good.Printed}");
        Assert.False(bad.Loaded);
        Assert.Contains(words, bad.Words, StringComparison.Ordinal);

        Task<LoadOutcome> Load(string options) =>
            StreamTransfer.Load(Samples.Real("7.2"), [.. options.Split(' '), "-m", "1", "-bios", bios], capabilities, file.Path, Cancel);
    }

    [Fact]
    public async Task Compressed_pages_as_they_are_are_refused_where_plain_ones_are_not()
    {
        using var file = new TemporaryFile("stream", "");
        await File.WriteAllBytesAsync(file.Path, StreamSamples.Read("compress-7.2.mig"), Cancel);
        var bios = Path.Combine(file.Folder, "bios");
        Firmware.WriteTo(bios);
        var outcome = await StreamTransfer.Load(Samples.Real("10.0"), ["-machine", "pc-i440fx-7.2", "-m", "1", "-bios", bios], [], file.Path, Cancel);
        Assert.False(outcome.Loaded, outcome.Words);
    }
}
