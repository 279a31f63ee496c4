using System.Text.Json;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>The matrix and the damage agreement on real releases: a device that migrates and one that does not.</summary>
public sealed class MatrixTests
{
    private static readonly string[] Pair = ["stream", "matrix", "--releases", "10.0,11.1", "--machine", "pc-q35-10.0"];

    [Fact]
    public void A_device_that_loads_both_ways_conforms()
    {
        Need();
        var run = ToolRun.Of([.. Pair, "--device", "i6300esb"]);
        Assert.True(run.Code == ExitCodes.Conforms, run.Output + run.Errors);
        Assert.Matches(@"(?m)^i6300esb +10\.0 -> 11\.1: ok  11\.1 -> 10\.0: ok$", run.Output);
    }

    [Fact]
    public void A_device_whose_version_was_raised_breaks_on_the_way_back_and_the_dumps_say_so()
    {
        Need();
        var run = ToolRun.Of([.. Pair, "--device", "ipmi-bmc-sim", "--forecast"]);
        Assert.True(run.Code == ExitCodes.Nonconforming, run.Output + run.Errors);
        Assert.Matches(@"(?m)^ipmi-bmc-sim +10\.0 -> 11\.1: ok  11\.1 -> 10\.0: MIG-STREAM-042$", run.Output);
        Assert.Matches(@"(?m)^  QEMU says  savevm: unsupported version 2 for 'ipmi-bmc-sim' v1", run.Output);
        Assert.Matches(@"\| possible \| 1 \| \d+ \|", run.Output);
    }

    /// <summary>A whole matrix takes twenty minutes: of each pair, some devices of the page's tables, and some that it does not list.</summary>
    [Fact]
    public void Where_the_machine_alone_does_not_load_no_device_is_said_to()
    {
        Need();
        var run = ToolRun.Of("stream", "matrix", "--releases", "10.0,11.1", "--machine", "q35", "--device", "e1000e");
        Assert.Contains("e1000e                10.0 -> 11.1: MIG-STREAM-068", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
    }

    [Fact]
    public void One_QEMU_is_no_pair()
    {
        Need();
        var run = ToolRun.Of("stream", "matrix", "--releases", "11.1,11.1");
        Assert.StartsWith("MIG-USAGE-001: '11.1,11.1' names one QEMU twice", run.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, run.Code);
    }

    [Theory]
    [InlineData("5.2", "7.2", "i8042")]
    [InlineData("5.2", "7.2", "i6300esb")]
    [InlineData("5.2", "7.2", "edu")]
    [InlineData("7.2", "10.0", "dc390")]
    [InlineData("7.2", "10.0", "sb16")]
    [InlineData("10.0", "11.1", "isa-vga")]
    [InlineData("10.0", "11.1", "uefi-vars-x64")]
    [InlineData("10.0", "11.1", "scsi-hd")]
    [InlineData("10.0", "11.1", "ati-vga")]
    [InlineData("10.0", "11.1", "i6300esb")]
    public void The_page_of_findings_says_what_is_found(string older, string newer, string device)
    {
        _ = (Samples.Real(older), Samples.Real(newer));
        var run = ToolRun.Of("stream", "matrix", "--releases", $"{older},{newer}", "--device", device, "--json", "-");
        Assert.True(run.Code is ExitCodes.Conforms or ExitCodes.Nonconforming, run.Output + run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        var tried = document.RootElement.GetProperty("pairs")[0].GetProperty("devices").EnumerateArray().Where(one => one.GetProperty("device").GetString() == device).ToList();
        Assert.NotEmpty(tried);
        var found = tried.SelectMany(one => one.GetProperty("breaks").EnumerateArray())
            .Select(one => (Way: one.GetProperty("way").GetString()!, Class: one.GetProperty("class").GetString()!));
        Assert.Equal(Listed($"{older} and {newer}", device).Order(), found.Distinct().Order());
    }

    /// <summary>Ways and classes of a device in the tables of a pair.</summary>
    private static IEnumerable<(string Way, string Class)> Listed(string pair, string device) =>
        File.ReadAllText(Repository.Path("docs/compatibility-findings.md")).Split("\n## ").Single(part => part.StartsWith($"{pair}\n", StringComparison.Ordinal)).Split('\n')
            .Select(line => line.Split(" | ")).Where(cells => cells.Length > 4 && cells[0].TrimStart('|', ' ').Split(", ").Contains(device))
            .Select(cells => (cells[1], cells[3].Split(", ")[0])).Distinct();

    [Fact]
    public void A_device_that_cannot_be_had_is_listed_with_the_reason()
    {
        Need();
        var run = ToolRun.Of([.. Pair, "--device", "tpm-tis", "--json", "-"]);
        using var document = JsonDocument.Parse(run.Output);
        var device = document.RootElement.GetProperty("pairs")[0].GetProperty("devices").EnumerateArray().Single(one => one.GetProperty("device").GetString() == "tpm-tis");
        Assert.Contains("'tpmdev' property is required", device.GetProperty("notTried").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, device.GetProperty("ways").GetArrayLength());
    }

    [Fact]
    public void Reader_and_QEMU_agree_on_damaged_streams_or_the_difference_is_explained()
    {
        _ = Samples.Real("11.1");
        var run = ToolRun.Of("stream", "agree", "--into", "11.1", "--count", "8", "--seed", "7");
        Assert.True(run.Code == ExitCodes.Conforms, run.Output + run.Errors);
        Assert.StartsWith("8 damaged streams, the reader and qemu-11.1", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, ToolRun.Of("stream", "matrix", "--releases", "10.0").Code);
    }

    private static void Need()
    {
        _ = Samples.Real("10.0");
        _ = Samples.Real("11.1");
    }
}
