using System.Text.Json.Nodes;
using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Tests.Live;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>Regions of PCI devices, whose sizes no stream holds, and devices that send nothing.</summary>
public sealed class UnseenBreakTests
{
    private static readonly Passage Passage = new("10.0", "11.1");
    private static readonly PciRegion Small = new("00:03.0", 2, 0x20);

    private static readonly string[] Sections = ["0000:00:03.0/card"];

    [Fact]
    public void A_device_that_sends_nothing_is_named()
    {
        var found = Assert.Single(UnseenBreaks.Of(Passage, ["timer"], [Small, Small with { Number = 6 }, Small with { Place = "00:03.1" }], [Small]));
        Assert.Contains("(nor do the functions 00:03.1)", found.Reason, StringComparison.Ordinal);
        Assert.Equal(("MIG-STREAM-065", "00:03.0", true), (found.Id, found.Section, found.NeedsGuest));
    }

    [Theory]
    [InlineData(0x40, true)]
    [InlineData(0x20, false)]
    public void Of_a_device_that_sends_nothing_other_sizes_are_told(ulong size, bool isTold)
    {
        var found = Assert.Single(UnseenBreaks.Of(Passage, ["timer"], [Small], [Small with { Size = size }]));
        Assert.Equal(isTold, found.Reason.EndsWith("; its base address 2 takes 0x20 bytes in 10.0, 0x40 in 11.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Binaries_of_one_release_are_told_apart_by_their_names()
    {
        var one = new QemuBinary("qemu-11.1", "11.1", "11.1.3", []);
        Assert.Equal(new("qemu-11.1", "/build/qemu"), Passage.Of(one, one with { Name = "/build/qemu" }));
        Assert.Equal(new("11.1", "10.0"), Passage.Of(one, one with { Name = "qemu-10.0", Release = "10.0" }));
    }

    [Fact]
    public void Equal_regions_break_nothing()
    {
        Assert.Empty(UnseenBreaks.Of(Passage, Sections, [Small], [Small]));
        Assert.Empty(UnseenBreaks.Of(Passage, Sections, [Small], []));
    }

    [Theory]
    [InlineData(0x20, 0x40, "refused where the guest has placed it at an address that is no multiple of 0x40")]
    [InlineData(0x40, 0x20, "the guest finds nothing behind the rest of it")]
    public void Another_size_breaks_as_the_way_goes(ulong source, ulong destination, string words)
    {
        var found = Assert.Single(UnseenBreaks.Of(Passage, Sections, [Small with { Size = source }], [Small with { Size = destination }]));
        Assert.Equal(("MIG-STREAM-052", "00:03.0", "base address 2", true), (found.Id, found.Section, found.Field, found.NeedsGuest));
        Assert.EndsWith(words, found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_is_gone_is_named_if_the_device_is_there()
    {
        var found = Assert.Single(UnseenBreaks.Of(Passage, Sections, [Small, Small with { Number = 6 }], [Small]));
        Assert.Equal("option ROM", found.Field);
    }

    [Fact]
    public void Devices_behind_a_bridge_are_found()
    {
        var answer = JsonNode.Parse("""
            [{ "bus": 0, "devices": [{ "bus": 0, "slot": 2, "function": 1, "regions": [{ "bar": 0, "size": 4096, "address": -1 }],
               "pci_bridge": { "bus": { "number": 0 }, "devices": [{ "bus": 1, "slot": 31, "function": 0, "regions": [{ "bar": 6, "size": 262144 }] }] } }] }]
            """)!;
        Assert.Equal([new("00:02.1", 0, 4096), new("01:1f.0", 6, 262144)], PciRegion.Of(answer));
    }

    /// <summary>A real machine, whose card takes another number of bytes with a property.</summary>
    [Theory]
    [InlineData("", 0x20)]
    [InlineData(",hash=on", 0x40)]
    public async Task A_real_machine_says_how_large_its_regions_are(string property, ulong size)
    {
        var cancel = TestContext.Current.CancellationToken;
        var regions = new JsonArray();
        using var file = new TemporaryFile("stream", "");
        string[] options = ["-machine", "pc-q35-10.0", "-m", "8", "-device", $"virtio-net-pci,addr=3,romfile={property}"];
        Assert.True((await StreamTransfer.Capture(Samples.Real("10.0"), options, [], file.Path, cancel, answer => regions = answer.AsArray())).Loaded);
        Assert.Equal(size, PciRegion.Of(regions).Single(one => (one.Place, one.Number) == ("00:03.0", 0)).Size);
    }
}
