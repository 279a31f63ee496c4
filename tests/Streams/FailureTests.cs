using System.Text;
using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Each failure class that a reader can notice: an input that shows it, made of one that is sound.</summary>
public sealed class FailureTests
{
    private const string Ram = "00000000 00001004 0670632e72616d 00000000 00001000 00000000 00000010";

    /// <summary>A whole stream of these parts: header and configuration before, end mark after.</summary>
    private static byte[] Whole(string elements) => Hex($"5145564d 00000003 07 00000001 71 {elements} 00");

    private static string Text(string text) => $"{text.Length:x2}{Convert.ToHexStringLower(Encoding.Latin1.GetBytes(text))}";

    private static string RamStart(string body) => $"01 00000001 {Text("ram")} 00000000 00000004 {body} 7e 00000001";

    private static string Pages(string records) => $"{RamStart(Ram)} 03 00000001 {records} 00000000 00000010 7e 00000001";

    private static string Device(string body) => $"04 00000005 {Text("d")} 00000000 00000001 {body} 7e 00000005";

    private static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));

    private static string Described(string json) => $"06 {json.Length:x8} {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(json))}";

    private static byte[] WithDescription(string elements, string json) => [.. Whole(elements), .. Hex(Described(json))];

    private const string OneByte = """{"page_size":4096,"devices":[{"name":"d","instance_id":0,"vmsd_name":"d","version":1,"fields":[{"name":"a","type":"uint8","size":1}]}]}""";

    private static readonly string Page = string.Concat(Enumerable.Repeat("5a", 4096));
    private static readonly string Packet = $"11223344 00000001 00000000 00000080 00000000 00000000 {new string('0', 16)} 00000000 {new string('0', 2 * (28 + 256 + 1024))}";
    private static readonly string Hello = $"11223344 00000001 {new string('0', 2 * 56)}";

    /// <summary>Sound streams; each failing one below changes one thing of one of them.</summary>
    public static TheoryData<string, byte[]> Sound => new()
    {
        { "empty", Whole("") },
        { "device", Whole(Device("01")) },
        { "described", WithDescription(Device("01"), OneByte) },
        { "ram", Whole(Pages($"00000000 00000002 {Text("pc.ram")} 00")) },
        { "page", Whole(Pages($"00000000 00000008 {Text("pc.ram")} {Page}")) },
        { "delta", Whole(Pages($"00000000 00000040 {Text("pc.ram")} 01 0003 05 01 ff")) },
        { "commands", Whole("08 0001 0000 08 0002 0004 00000001 08 0003 0010 0000000000001000 0000000000001000 08 0006 0017 00"
            + $"{Text("abcd")} 00 0000000000000000 0000000000001000") },
        { "package", Whole("08 0003 0000 08 0007 0004 0000000a 08 0004 0000 08 0005 0000") },
        { "capabilities", Hex($"5145564d 00000003 07 00000001 71 05 {Text("configuration/capabilities")} 00000001 00000001 {Text("x-ignore-shared")} 00") },
        { "multifd", Hex(Hello + Packet) },
        { "return", Hex("0002 0004 00000001 0001 0004 00000000") },
        { "cpr", Hex("51435052 00000001 01 00000002 6100 00000000 20 00") },
        { "legacy", WithDescription(Device("01").Replace("7e 00000005", "", StringComparison.Ordinal), OneByte) },
    };

    public static TheoryData<string, byte[]> Failing => new()
    {
        { "MIG-STREAM-001", Hex("5145564e 00000003 00") },
        { "MIG-STREAM-002", Hex("5145564d 00000002 00") },
        { "MIG-STREAM-003", Hex($"5145564d 00000003 {Device("01")} 00") },
        { "MIG-STREAM-004", Whole(Device("01"))[..^1] },
        { "MIG-STREAM-004", Whole(Pages($"00000000 00000008 {Text("pc.ram")} {Page}"))[..2000] },
        { "MIG-STREAM-005", Whole("42") },
        { "MIG-STREAM-006", Whole("02 00000009 00000000 00000010") },
        { "MIG-STREAM-007", WithDescription(Device("01 02"), OneByte) },
        { "MIG-STREAM-007", Whole(Device("01").Replace("7e 00000005", "7f 00000005", StringComparison.Ordinal)) },
        { "MIG-STREAM-008", WithDescription(Device("01").Replace("7e 00000005", "7e 00000006", StringComparison.Ordinal), OneByte) },
        { "MIG-STREAM-009", Whole("08 002f 0000") },
        { "MIG-STREAM-010", Whole("08 0001 0001 00") },
        { "MIG-STREAM-011", Whole($"08 0003 0000 08 0006 0017 01{Text("abcd")} 00 0000000000000000 0000000000001000") },
        { "MIG-STREAM-013", Whole("04 00000005 02 4107 00000000 00000001 7e 00000005") },
        { "MIG-STREAM-014", Hex($"5145564d 00000003 07 00000001 71 05 {Text("configuration/nope")} 00000001 00") },
        { "MIG-STREAM-015", WithDescription(Device("01"), """{"devices":3}""") },
        { "MIG-STREAM-016", WithDescription(Device("01").Replace("00000001 01", "00000002 01", StringComparison.Ordinal), OneByte) },
        { "MIG-STREAM-017", Whole("08 0003 0000 08 0007 0004 00000008 08 0004 0000 08 0005 0000") },
        { "MIG-STREAM-018", [.. Whole(Device("01")), 1, 2, 3] },
        { "MIG-STREAM-019", Whole("08 0002 0004 00000001") },
        { "MIG-STREAM-020", Whole(RamStart(Ram).Replace("00000004 00000000 00001004", "00000003 00000000 00001004", StringComparison.Ordinal)) },
        { "MIG-STREAM-021", Whole(Pages($"00000000 00000402 {Text("pc.ram")} 00")) },
        { "MIG-STREAM-022", Whole(Pages($"00000000 00000002 {Text("pc.rom")} 00")) },
        { "MIG-STREAM-022", Whole(Pages("00000000 00000022 00")) },
        { "MIG-STREAM-023", Whole(Pages($"00000000 00001002 {Text("pc.ram")} 00")) },
        { "MIG-STREAM-024", Whole(Pages($"00000000 00000002 {Text("pc.ram")} 55")) },
        { "MIG-STREAM-025", Whole(Pages($"00000000 00000040 {Text("pc.ram")} 02 0003 05 01 ff")) },
        { "MIG-STREAM-025", Whole(Pages($"00000000 00000040 {Text("pc.ram")} 01 0003 05 09 ff")) },
        { "MIG-STREAM-026", Whole(Pages($"00000000 00000100 {Text("pc.ram")} 00000003 789c03")) },
        { "MIG-STREAM-027", Whole(RamStart($"00000000 00001004 {Text("pc.ram")} 00000000 00002000 00000000 00000010")) },
        { "MIG-STREAM-028", Hex($"5145564d 00000003 07 00000001 71 05 {Text("configuration/capabilities")} 00000001 00000001 {Text("mapped-ram")} "
            + $"01 00000001 {Text("ram")} 00000000 00000004 00000000 00001004 {Text("pc.ram")} 00000000 00001000 00000002 {new string('0', 48)}") },
        { "MIG-STREAM-030", Hex("ffffffff ffffffff") },
        { "MIG-STREAM-031", Hex(Hello + Packet.Replace("00000001 00000000 00000080", "00000001 00000000 00000081", StringComparison.Ordinal)) },
        { "MIG-STREAM-033", Hex("0002 0004 00000001 0009 0004 00000000") },
        { "MIG-STREAM-034", Hex("51435052 00000001 02") },
        { "MIG-STREAM-062", Whole("08 0008 0000") },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_stream_is_sound(string name, byte[] stream)
    {
        Assert.NotEmpty(name);
        Assert.Empty(Verify(stream).Select(finding => $"{finding.Failure.Id} {finding.Place} {finding.Offset} {finding.Detail}"));
        Passage.Exact(stream);
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public void A_damaged_stream_is_of_its_class(string id, byte[] stream)
    {
        var findings = Verify(stream, id == "MIG-STREAM-001" ? ChannelKind.Main : null);
        Assert.Contains(findings, finding => finding.Failure.Id == id);
        Assert.All(findings, finding => Assert.InRange(finding.Offset, 0, stream.Length));
        Assert.All(findings, finding => Assert.NotEmpty(finding.Detail));
    }

    [Fact]
    public void Every_class_a_reader_notices_has_a_stream_that_shows_it()
    {
        // Tested elsewhere: what is too large needs a limit, and packed data is looked at when it is unpacked.
        string[] elsewhere = ["MIG-STREAM-012", "MIG-STREAM-032"];
        var shown = Failing.Select(row => row.Data.Item1).Concat(elsewhere).ToHashSet();
        Assert.Empty(FailureCatalogue.All.Where(one => one.Noticed == Noticing.Reader).Select(one => one.Id).Except(shown));
    }

    [Fact]
    public void What_exceeds_the_limit_is_refused_and_what_does_not_is_read()
    {
        var stream = Whole(Device(string.Concat(Enumerable.Repeat("11", 5000))));
        Passage.Exact(stream);
        var small = new ReaderOptions { MostMemory = 1000 };
        var wrong = Assert.Throws<StreamException>(() => Passage.Exact(stream, options: small));
        Assert.Equal(StructureFailures.TooLarge, wrong.Failure);
        Assert.Equal("d (5)", wrong.Section);
    }

    [Fact]
    public void A_failure_names_section_field_and_byte()
    {
        var stream = WithDescription(Device(""), OneByte.Replace("\"uint8\",\"size\":1", "\"uint64\",\"size\":8000", StringComparison.Ordinal));
        var wrong = Assert.Throws<StreamException>(() => Passage.Exact(stream));
        Assert.Equal((StructureFailures.CutShort, "d (5)", "a"), (wrong.Failure, wrong.Section, wrong.Path));
        Assert.Equal(14 + 15, wrong.Offset);
    }

    [Fact]
    public void A_huge_page_carries_its_size()
    {
        var advise = "08 0003 0010 0000000000201000 0000000000001000";
        var blocks = $"00000000 00201004 {Text("huge")} 00000000 00200000 00000000 00200000 {Text("pc.ram")} 00000000 00001000 00000000 00000010";
        var passage = Passage.Exact(Whole($"{advise} {RamStart(blocks)}"));
        Assert.Equal([0x200000UL, null], passage.Items.OfType<RamBlock>().Select(block => block.PageSize));
    }

    [Fact]
    public void A_length_beyond_the_stream_is_refused_before_anything_is_allocated()
    {
        var json = OneByte.Replace("\"size\":1}", "\"size\":1,\"array_len\":2000000000}", StringComparison.Ordinal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<StreamException>(() => Passage.Exact(WithDescription(Device("01"), json)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void A_file_made_of_beginnings_of_descriptions_takes_no_longer()
    {
        var beginnings = Enumerable.Range(0, 100_000).SelectMany(_ => new byte[] { 0, 6, 0, 8, 0, 0, (byte)'{' });
        byte[] stream = [.. Whole(Device("01")), .. beginnings, (byte)'}'];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(new MigrationReader(new MemoryStream(stream), new()).Description);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
        Assert.NotNull(new MigrationReader(new MemoryStream([.. WithDescription(Device("01"), OneByte), 1, 2, 3]), new()).Description);
    }

    [Fact]
    public void Ids_are_in_order_and_entries_complete()
    {
        Assert.Equal(FailureCatalogue.All.Select(one => one.Id).Distinct().Order(StringComparer.Ordinal), FailureCatalogue.All.Select(one => one.Id));
        Assert.All(FailureCatalogue.All, one => Assert.All(new[] { one.Sentence, one.Cause, one.Shows, one.Remedy }, Assert.NotEmpty));
        Assert.Equal(StructureFailures.CutShort, FailureCatalogue.Find("mig-stream-004"));
        Assert.Null(FailureCatalogue.Find("MIG-STREAM-999"));
    }

    private static IReadOnlyList<Finding> Verify(byte[] stream, ChannelKind? kind = null)
    {
        try
        {
            return new StreamVerifier(Channels.Open(new MemoryStream(stream), new(), kind), "11.1").Run().Findings;
        }
        catch (StreamException wrong)
        {
            return [new(wrong.Failure, wrong.Path, wrong.Offset, wrong.Detail)];
        }
    }
}
