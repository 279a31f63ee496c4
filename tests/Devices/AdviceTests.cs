using System.Text.Json;
using System.Xml.Linq;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>What a device author is told to write mends what he was told of, and reports say the same as the page.</summary>
public sealed class AdviceTests
{
    private const string Head = "version: 1\nname: d\nreleases:\n  - release: \"10.0\"\n    state:\n      name: d\n      fields:\n        - { name: a, type: u16 }\n";

    private const string Next = "  - release: \"11.1\"\n";

    private const string State = "    state:\n      name: d\n      fields:\n        - { name: a, type: u16 }\n";

    private const string Gated = Next + "    properties: { x-b: \"11.1\" }\n" + State
        + "      subsections:\n        - { name: d/b, needed: b != 0 and property x-b, fields: [{ name: b, type: u64";

    private const string InPlace = Next + State + "        - { name: b, type: u64 }\n";

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static ToolRun Check(string text, params string[] options)
    {
        using var file = new TemporaryFile("d.yaml", text);
        return ToolRun.Of(["device", "check", file.Path, .. options]);
    }

    [Fact]
    public void A_field_in_place_is_refused_with_the_lines_that_mend_it()
    {
        var run = Check(Head + InPlace);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.Contains("  write    release 11.1: properties: { x-b: \"11.1\" }\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  write      - { name: d/b, needed: b != 0 and property x-b, fields: [{ name: b, type: u64, only-with: \"x-b\" }] }\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_that_mend_it_do() =>
        Assert.Equal(ExitCodes.Conforms, Check(Head + Gated + ", only-with: \"x-b\" }] }\n").Code);

    /// <summary>A property stops the sending, and the history does not say that it keeps the value at rest: the key is named.</summary>
    [Fact]
    public void A_property_without_only_with_is_told_the_line_to_write()
    {
        var run = Check(Head + Gated + " }] }\n");
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.Contains("only-with: PROPERTY", run.Output, StringComparison.Ordinal);
        Assert.Contains("  write    - { name: b, type: u64, only-with: \"x-b\" }\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subsection_without_property_is_told_one()
    {
        var output = Check(Head + Next + State + "      subsections:\n        - { name: d/b, needed: b != 0, fields: [{ name: b, type: u64 }] }\n").Output;
        Assert.Contains("  write    release 11.1: properties: { x-b: \"11.1\" }\n  write    in 'd/b': needed: b != 0 and property x-b\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_was_dropped_goes_on_being_sent_both_ways()
    {
        var run = Check(Head + Next + "    state: { name: d }\n");
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        const string Written = "  write    release 11.1, where 'a' was: - { name: a, type: u16 }\n  write    '{ unused: 2 }' in its place keeps the layout only:";
        Assert.Equal(3, run.Output.Split(Written).Length);
        Assert.Equal(3, run.Output.Split("keep sending it").Length);
    }

    /// <summary>The written line loses nothing; the unused bytes lose what they are said to.</summary>
    [Fact]
    public void A_dropped_field_that_is_written_again_mends_it_and_unused_bytes_do_not()
    {
        Assert.Equal(ExitCodes.Conforms, Check(Head + Next + "    state: { name: d, fields: [{ name: a, type: u16 }] }\n").Code);
        var unused = Check(Head + Next + "    state: { name: d, fields: [{ unused: 2 }] }\n");
        Assert.Equal(ExitCodes.Nonconforming, unused.Code);
        Assert.Contains("MIG-COMPAT-018", unused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("REFUSED", unused.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ name: b, type: u8 }", "in 'd/b': needed: b != 0 and property x-b")]
    [InlineData("{ name: b, type: u8, at-rest: 3 }, { name: c, type: u8 }", "in 'd/b': needed: (b != 3 or c != 0) and property x-b")]
    [InlineData("{ name: b, type: u8, length: 2 }", "in 'd/b': needed: property x-b")]
    public void A_subsection_that_is_always_sent_is_told_a_test_that_is_false_at_rest(string fields, string line)
    {
        string Parts(string needed, string inner) => State + $"      subsections:\n        - {{ name: d/b, needed: {needed}, fields: [{inner}] }}\n";
        var run = Check(Head + Next + Parts("always", fields));
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.Contains($"  write    {line}\n", run.Output, StringComparison.Ordinal);
        var held = fields.Replace(" }", ", only-with: x-b }", StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Conforms, Check(Head + Next + "    properties: { x-b: \"11.1\" }\n" + Parts(line[(line.IndexOf("needed: ", StringComparison.Ordinal) + 8)..], held)).Code);
    }

    /// <summary>Between releases that are no neighbours, the one that did it is named.</summary>
    [Fact]
    public void The_release_that_did_it_is_named()
    {
        var output = Check(Head + InPlace + "  - release: \"next\"\n", "--all").Output;
        var jump = output[output.IndexOf("10.0 -> next", StringComparison.Ordinal)..];
        Assert.StartsWith("release 11.1: properties: { x-b: \"11.1\" }\n", jump[(jump.IndexOf("  write    ", StringComparison.Ordinal) + 11)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_raised_version_is_taken_back() =>
        Assert.Contains("  write    release 11.1: version: 1\n", Check(Head + Next + "    state: { name: d, version: 2, fields: [{ name: a, type: u16 }] }\n").Output, StringComparison.Ordinal);

    [Fact]
    public void A_number_that_was_split_is_described_as_one()
    {
        var run = Check(Head + Next + "    state: { name: d, fields: [{ name: hi, type: u8 }, { name: lo, type: u8 }] }\n");
        Assert.Equal(ExitCodes.Inconclusive, run.Code);
        Assert.Contains("  write    release 11.1, in place of hi, lo, if the bytes mean the same in this order: - { name: a, type: u16 }\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_new_is_told_what_to_stand_for() => Assert.Contains(
        "  write    release 11.1, if 'b' means what 'a' meant: - { name: b, type: u16, stands: \"a\" }\n",
        Check(Head + Next + "    state: { name: d, fields: [{ name: b, type: u16 }] }\n").Output, StringComparison.Ordinal);

    /// <summary>A raised version is never advised as if it mended both ways.</summary>
    [Theory]
    [InlineData("MIG-STREAM-007")]
    [InlineData("MIG-STREAM-040")]
    [InlineData("MIG-COMPAT-003")]
    public void All_remedies_say_that_a_raised_version_mends_one_way_only(string id)
    {
        var text = ToolRun.Of("explain", id).Output;
        Assert.Contains("mends only the way from old to new", text, StringComparison.Ordinal);
        Assert.Contains("behind a property that is off for older machine types", text.Replace("whose needed() test asks", "behind", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>And so it is: from old to new nothing breaks, the other way everything; behind a property neither does.</summary>
    [Fact]
    public void A_raised_version_mends_one_way_only()
    {
        const string Raised = Next + "    state: { name: d, version: 2, fields: [{ name: a, type: u16 }, { name: b, type: u64, since: 2 }] }\n";
        Assert.Equal(ExitCodes.Conforms, Check(Head + Raised, "--forward-only").Code);
        Assert.Contains("shows    10.0: savevm: unsupported version 2 for 'd' v1\n", Check(Head + Raised).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_holds_what_the_page_says()
    {
        var run = Check(Head + InPlace, "--json", "-");
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("device check", json.RootElement.GetProperty("command").GetString());
        Assert.Equal(ExitCodes.Nonconforming, json.RootElement.GetProperty("exitCode").GetInt32());
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(["conforms", "nonconforming", "nonconforming", "conforms", "conforms"], cases.Select(one => one.GetProperty("kind").GetString()));
        var found = Assert.Single(cases[1].GetProperty("breaks").EnumerateArray());
        Assert.Equal<(string?, string?, string?)>(("MIG-COMPAT-001", "refused", "b"), (Text(found, "id"), Text(found, "ending"), Text(found, "field")));
        Assert.Equal("d/machine-10.0", cases[1].GetProperty("scenario").GetString());
        Assert.Equal(3, found.GetProperty("write").GetArrayLength());
        Assert.False(found.GetProperty("isHidden").GetBoolean());
        Assert.Contains("REFUSED  d  10.0 -> 11.1", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_of_a_device_that_loads_everywhere_holds_no_break()
    {
        using var json = JsonDocument.Parse(ToolRun.Of("device", "check", "timer", "--json", "-").Output);
        Assert.All(json.RootElement.GetProperty("cases").EnumerateArray(), one => Assert.Equal<(string?, int)>(("conforms", 0), (Text(one, "kind"), one.GetProperty("breaks").GetArrayLength())));
    }

    [Fact]
    public void JUnit_fails_the_directions_that_break()
    {
        using var report = new TemporaryFile("r.xml", "");
        _ = Check(Head + InPlace, "--junit", report.Path);
        var suite = XDocument.Parse(File.ReadAllText(report.Path)).Root!.Element("testsuite")!;
        Assert.Equal(("5", "2"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        var failed = suite.Elements("testcase").First(one => one.Element("failure") is not null);
        Assert.Equal("10.0 to 11.1", failed.Attribute("classname")!.Value);
        Assert.Contains(failed.Descendants("property"), one => one.Attribute("name")!.Value == "break" && one.Attribute("value")!.Value == "MIG-COMPAT-001");
        Assert.Contains("recipe: ", failed.Element("failure")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_explains_the_notation_and_is_a_line_among_others()
    {
        var help = ToolRun.Of("device", "check", "--help").Output;
        Assert.All(["A passage is", "offset", "a<0>", "only-with"], word => Assert.Contains(word, help, StringComparison.Ordinal));
        Assert.DoesNotContain("A passage is", ToolRun.Of("device", "--help").Output, StringComparison.Ordinal);
    }
}
