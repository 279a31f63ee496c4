using Migconf.Compatibility.Loading;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Streams that a real QEMU refuses, each for another reason, with the reason found.</summary>
public sealed class LoadTests
{
    private static readonly string[] Machine = ["-machine", "pc-q35-7.2", "-m", "8"];
    private static readonly string[] Watchdog = ["-device", "i6300esb,addr=3"];

    public static TheoryData<string, string, string, string> Cases => new()
    {
        { "", "MIG-STREAM-068", "configuration: name", "no options came after --" },
        { "-machine pc-q35-10.0 -m 8 -device i6300esb,addr=3", "MIG-STREAM-068", "configuration: name", "give it -machine pc-q35-7.2" },
        { "-machine pc-q35-7.2 -m 16 -device i6300esb,addr=3", "MIG-STREAM-060", "ram: pc.ram", "-m 8M" },
        { "-machine pc-q35-7.2 -m 8", "MIG-STREAM-049", "0000:00:03.0/i6300esb_wdt: ", "-device i6300esb,addr=3" },
        { "-machine pc-q35-7.2 -m 8 -device i6300esb,addr=5", "MIG-STREAM-048", "0000:00:03.0/i6300esb_wdt: ", "-device i6300esb,addr=3" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_reason_of_a_refusal_is_found(string options, string id, string place, string advice)
    {
        var qemu = Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, [.. Machine, .. Watchdog], [], file.Path, Cancel)).Loaded);
        var report = await new LoadTrial(qemu, options.Split(' ', StringSplitOptions.RemoveEmptyEntries), []).Run(file.Path, Cancel);
        Assert.Equal((id, place), (report.Break?.Id, $"{report.Break?.Section}: {report.Break?.Field}"));
        Assert.NotNull(report.Offset);
        Assert.Contains(report.Advice, words => words.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_with_its_options_loads_and_what_was_not_sent_is_told()
    {
        var qemu = Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, [.. Machine, .. Watchdog], [], file.Path, Cancel)).Loaded);
        var same = await new LoadTrial(qemu, [.. Machine, .. Watchdog], []).Run(file.Path, Cancel);
        Assert.True(same.Outcome.Loaded);
        Assert.Empty(same.Also);
        var more = await new LoadTrial(qemu, [.. Machine, .. Watchdog, "-device", "e1000,addr=4,romfile="], []).Run(file.Path, Cancel);
        Assert.True(more.Outcome.Loaded);
        Assert.Equal("MIG-STREAM-050", Assert.Single(more.Also).Failure!.Id);
        var silent = await new LoadTrial(qemu, [.. Machine, .. Watchdog, "-device", "pci-testdev,addr=4"], []).Run(file.Path, Cancel);
        Assert.Equal("MIG-STREAM-065", Assert.Single(silent.Also).Failure!.Id);
    }

    /// <summary>The address is what firmware gives the second card of two; with hash=on the ports take 64 bytes and not 32.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData(",hash=on", "base address 0: the source has its region at 0xc020, no multiple of the 0x40 bytes")]
    public async Task A_base_address_that_the_size_at_the_destination_does_not_divide_is_named(string property, string? reason)
    {
        const int FirstBar = 0x10;
        var qemu = Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, [.. Machine, "-device", "virtio-net-pci,addr=3,romfile="], [], file.Path, Cancel)).Loaded);
        var bytes = await File.ReadAllBytesAsync(file.Path, Cancel);
        var bar = StreamContents.Read(Channels.Open(new MemoryStream(bytes), new())).Sections.Single(one => one.Header.Name == "0000:00:03.0/virtio-net").PciConfig!.Value.Offset + FirstBar;
        (bytes[bar], bytes[bar + 1]) = (0x21, 0xc0);
        await File.WriteAllBytesAsync(file.Path, bytes, Cancel);
        var report = await new LoadTrial(qemu, [.. Machine, "-device", $"virtio-net-pci,addr=3,romfile={property}"], []).Run(file.Path, Cancel);
        Assert.Equal(reason is null, report.Outcome.Loaded);
        Assert.Equal(reason is null ? null : bar, report.Offset);
        Assert.StartsWith(reason ?? "", report.Break?.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_type_that_is_too_new_is_no_fault_of_the_environment()
    {
        var (recent, old) = (Samples.Real("11.1"), Samples.Real("10.0"));
        using var file = new TemporaryFile("stream", "");
        string[] options = ["-machine", "pc-q35-11.1", "-m", "8"];
        Assert.True((await StreamTransfer.Capture(recent, options, [], file.Path, Cancel)).Loaded);
        var report = await new LoadTrial(old, options, []).Run(file.Path, Cancel);
        Assert.Equal("MIG-STREAM-068", report.Break?.Id);
        Assert.Contains("has no machine type pc-q35-11.1", Assert.Single(report.Advice), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_found_where_it_is()
    {
        var qemu = Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, Machine, [], file.Path, Cancel)).Loaded);
        var bytes = await File.ReadAllBytesAsync(file.Path, Cancel);
        var timer = bytes.AsSpan().IndexOf("i8254"u8);
        await File.WriteAllBytesAsync(file.Path, bytes[..(timer + 40)], Cancel);
        var cut = await new LoadTrial(qemu, Machine, []).Run(file.Path, Cancel);
        Assert.Equal("MIG-STREAM-004", cut.Break?.Id);
        Assert.Contains("i8254", cut.Break!.Section, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file.Path, [.. bytes[..(timer + 20)], .. bytes[(timer + 25)..]], Cancel);
        var shorter = await new LoadTrial(qemu, Machine, []).Run(file.Path, Cancel);
        Assert.Equal("MIG-STREAM-007", shorter.Break?.Id);
        Assert.Contains("i8254", shorter.Break!.Section, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-accel kvm", true)]
    [InlineData("", false)]
    public async Task A_stream_from_under_KVM_needs_KVM(string options, bool loads)
    {
        Assert.SkipUnless(File.Exists(new QemuSettings().KvmDevice), "this machine has no KVM");
        var qemu = Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        Assert.True((await StreamTransfer.Capture(qemu, [.. Machine, "-accel", "kvm"], [], file.Path, Cancel)).Loaded);
        var report = await new LoadTrial(qemu, [.. Machine, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)], []).Run(file.Path, Cancel);
        Assert.Equal(loads, report.Outcome.Loaded);
        Assert.Equal(!loads, report.Advice.Any(words => words.Contains("give the destination -accel kvm", StringComparison.Ordinal)));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
