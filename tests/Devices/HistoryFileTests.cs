using Migconf.Devices.Descriptions;
using Migconf.Devices.Generation;
using Migconf.Devices.Histories;
using Migconf.Devices.Loading;
using Migconf.Devices.Pages;
using Migconf.Devices.Reference;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Migconf.Tests.Unit;
using NJsonSchema;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>History files: what is written is read again, loader and schema agree, what is wrong is named with its line.</summary>
public sealed class HistoryFileTests
{
    private const string Head = "version: 1\nname: d\nreleases:\n  - release: \"5.2\"\n    state:\n      name: d\n      fields:\n";

    private static readonly JsonSchema Schema = JsonSchema.FromJsonAsync(DeviceSchema.Text()).GetAwaiter().GetResult();

    private static string Json(string yaml) => YamlJson.Convert(YamlMap.Parse("f.yaml", yaml))!.ToJsonString();

    private static bool Loads(string text)
    {
        try
        {
            _ = HistoryFile.Load("f.yaml", text);
            return true;
        }
        catch (HistoryException)
        {
            return false;
        }
    }

    private static string Page(History history) => string.Concat(history.Releases.Select(release => DevicePage.Write(history, release)));

    [Fact]
    public void A_reference_device_that_is_written_is_read_again() => Assert.All(ReferenceDevices.All, history =>
    {
        var text = HistoryWriter.Write(history);
        Assert.Equal(Page(history), Page(HistoryFile.Load("f.yaml", text)));
        Assert.Empty(Schema.Validate(Json(text)));
        Assert.Equal(MatrixPage.Write(history), MatrixPage.Write(HistoryFile.Load("f.yaml", text)));
    });

    [Fact]
    public void A_random_device_that_is_written_is_read_again() => Assert.All(Enumerable.Range(0, 300), seed =>
    {
        var pairing = LoadCase.Of(seed).Pairing;
        var history = new History("h", "t", [new("5.2", "first", pairing.Source), new("7.2", "second", pairing.Receiver)]);
        var text = HistoryWriter.Write(history);
        Assert.Equal(Page(history), Page(HistoryFile.Load("f.yaml", text)));
        Assert.Equal(text, HistoryWriter.Write(HistoryFile.Load("f.yaml", text)));
    });

    /// <summary>What only the loader knows: releases in order, conditions, and what a description must obey.</summary>
    [Fact]
    public void What_the_schema_refuses_the_loader_refuses() => Assert.All(
        new[] { "tpm", "display" }.Select(name => Json(HistoryWriter.Write(ReferenceDevices.Find(name)!))),
        json => Assert.All(JsonMutations.UnknownKeys(json).Where(one => !one.Place.EndsWith(".properties: unlisted key", StringComparison.Ordinal)).Concat(JsonMutations.Damages(json).Where((_, at) => at % 15 == 0)), one =>
        {
            var fits = Schema.Validate(one.Text).Count == 0;
            Assert.False(!fits && Loads(one.Text), $"{one.Place}: only the loader takes it");
        }));

    [Theory]
    [InlineData("        - { name: a, type: u8 }", null)]
    [InlineData("        - { name: a, type: u9 }", "f.yaml:8: 'u9' is not allowed here")]
    [InlineData("        - { name: a }", "f.yaml:8: a field has one of 'type', 'struct', 'unused', 'check'")]
    [InlineData("        - { name: a, type: u8, unused: 1 }", "f.yaml:8: 'type' and 'unused' exclude each other")]
    [InlineData("        - { name: a, type: u8, list: 1 }", "f.yaml:8: 'list' means nothing beside 'type'")]
    [InlineData("        - { name: a, type: u8, sinse: 1 }", "f.yaml:8: unknown key 'sinse'")]
    [InlineData("        - { name: a, type: u8, counted-by: n }", "f.yaml:8: 'capacity' goes with 'counted-by', 'marked' with 'pointers'")]
    [InlineData("        - { name: a, type: u8, counted-by: n, capacity: 3 }", "f.yaml:8: release 5.2: d: a: 'n' is no number that comes before it")]
    [InlineData("        - { name: a, type: u8, at-rest: 300 }", "f.yaml:8: release 5.2: d: a: the value at rest is out of reach")]
    [InlineData("        - { name: a, type: u8, when: maybe }", "f.yaml:8: 'maybe' is no condition")]
    [InlineData("        - { name: a, type: u8, when: b < 3 }", "f.yaml:8: release 5.2: d: 'b' is no number of the struct")]
    [InlineData("        - { name: a, type: u8, only-with: p }", "f.yaml:8: release 5.2: property 'p' is not declared")]
    [InlineData("        - { name: a, type: u8 }\n        - { name: b, type: u8, stands: a }", "f.yaml:9: release 5.2: two fields stand for 'a'")]
    [InlineData("        - { name: a, type: u8 }\n  - release: \"5.2\"", "f.yaml:9: release 5.2 comes after 5.2")]
    [InlineData("        - { name: a, type: u8 }\n  - release: 7.2", "f.yaml:9: '7.2' is no text")]
    public void What_is_wrong_is_named_with_its_line(string fields, string? problem)
    {
        var error = Record.Exception(() => HistoryFile.Load("f.yaml", Head + fields + "\n"));
        Assert.Equal(problem, error?.Message);
    }

    [Theory]
    [InlineData("5.2", null)]
    [InlineData("10.2", "allowed: 5.2, 7.2, 10.0, 11.1, next; a release between two of them is named by the next one, a later one by next")]
    public void A_release_in_between_is_told_whose_it_is(string release, string? remedy)
    {
        var text = Head.Replace("\"5.2\"", $"\"{release}\"", StringComparison.Ordinal) + "        - { name: a, type: u8 }\n";
        Assert.Equal(remedy, (Record.Exception(() => HistoryFile.Load("f.yaml", text)) as HistoryException)?.Remedy);
    }

    /// <summary>Parsers name the line before, or the first; a tab inside quotes is none of their business.</summary>
    [Theory]
    [InlineData("\t- { name: a, type: u8 }", "f.yaml:8: the line is indented with a tab")]
    [InlineData("        - name: a\n\t  type: u8", "f.yaml:9: the line is indented with a tab")]
    [InlineData("        - { name: a, type: u8 }\n\n  \t- release: \"7.2\"", "f.yaml:10: the line is indented with a tab")]
    [InlineData("        - { name: a, type: u8 }\n  - release: \"7.2\"\n    change: \"one\ttwo\"", null)]
    [InlineData("        -\t{ name: a, type: u8 }", null)]
    public void A_tab_is_named_with_its_own_line(string fields, string? problem) =>
        Assert.Equal(problem, Record.Exception(() => HistoryFile.Load("f.yaml", Head + fields + "\n"))?.Message);

    /// <summary>The scanner of the YAML library fails there without a word.</summary>
    [Theory]
    [InlineData("        - { name: a, type: u8\n  - release: \"next\"", "f.yaml:9: the line cannot be read on from the one before")]
    [InlineData("        - { name: a, type: u8 }\n  - release: \"next\"", null)]
    public void A_brace_that_is_not_closed_is_named_with_the_line_that_cannot_follow(string fields, string? problem)
    {
        var error = Record.Exception(() => HistoryFile.Load("f.yaml", Head + fields + "\n"));
        Assert.Equal(problem, error?.Message);
        Assert.True(error is null or HistoryException { Remedy.Length: > 0 });
    }

    /// <summary>The line of the key that is wrong, however long what it is in; of a state that was right before, what made it wrong.</summary>
    [Theory]
    [InlineData("        - name: a\n          type: u8\n          only-with: p", 10, "property 'p' is not declared")]
    [InlineData("        - name: a\n          type: u8\n          when:\n            property p", 11, "property 'p' is not declared")]
    [InlineData("        - { name: a, type: u8 }\n      subsections:\n        - name: d/b\n          needed: property p", 11, "property 'p' is not declared")]
    [InlineData("        - { name: a, type: u8 }\n      after-load:\n        - sets:\n            value: 1\n            member: b", 12, "d: 'b' is no number of the struct")]
    [InlineData("        - name: a\n          type: u8\n          at-rest: 256", 10, "d: a: the value at rest is out of reach")]
    public void What_a_description_needs_is_named_with_the_line_of_its_key(string fields, int line, string problem) =>
        Assert.Equal($"f.yaml:{line}: release 5.2: {problem}", Record.Exception(() => HistoryFile.Load("f.yaml", Head + fields + "\n"))?.Message);

    [Fact]
    public void A_property_that_a_later_release_forgets_is_named_where_it_lists_its_properties()
    {
        const string Text = "version: 1\nname: d\nreleases:\n  - release: \"5.2\"\n    properties: { p: \"5.2\" }\n    state: { name: d, fields: [{ name: a, type: u8, only-with: p }] }\n";
        Assert.Null(Record.Exception(() => HistoryFile.Load("f.yaml", Text + "  - release: \"7.2\"\n")));
        var error = Assert.Throws<HistoryException>(() => HistoryFile.Load("f.yaml", Text + "  - release: \"7.2\"\n    change: c\n    properties: { q: \"7.2\" }\n"));
        Assert.Equal("f.yaml:9: release 7.2: property 'p' is not declared", error.Message);
        Assert.Contains("p: \"MACHINE\"", error.Remedy, StringComparison.Ordinal);
        Assert.EndsWith("declared: q", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a < 3", "a < 3")]
    [InlineData("a <= 3", "a < 4")]
    [InlineData("a > -3", "a >= -2")]
    [InlineData("a != 3 and property p", "a != 3 and property p")]
    [InlineData("a = 1 or b = 2 and c = 3", "(a = 1 or b = 2 and c = 3)")]
    [InlineData("(a = 1 or b = 2) and version >= 3", "(a = 1 or b = 2) and version >= 3")]
    [InlineData("never or always", "(never or always)")]
    [InlineData("a", null)]
    [InlineData("a < b", null)]
    [InlineData("a < 3 and", null)]
    [InlineData("(a < 3", null)]
    [InlineData("a < 3)", null)]
    [InlineData("property", null)]
    [InlineData("a ~ 3", null)]
    [InlineData("", null)]
    public void A_condition_is_read_from_its_text(string text, string? read) => Assert.Equal(read, ConditionText.Parse(text)?.ToString());

    [Fact]
    public void The_tool_checks_a_file_and_says_what_mends_it()
    {
        using var file = new TemporaryFile("d.yaml", Head + "        - { name: a, type: u8 }\n  - release: \"7.2\"\n    state:\n      name: d\n      fields:\n        - { name: a, type: u8 }\n        - { name: b, type: u8 }\n");
        var run = ToolRun.Of("device", "check", file.Path);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.Contains("REFUSED  d  5.2 -> 7.2  (forward, machine 5.2)\n  MIG-COMPAT-001  ", run.Output, StringComparison.Ordinal);
        Assert.Contains("  field    b\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  shows    7.2: Missing section footer for d\n  recipe   ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("d: 5 passages, 3 clean, 2 breaks\n  (migconf device check --help: how to read this)\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_is_content_with_a_device_that_loads_everywhere() => Assert.Equal(ExitCodes.Conforms, ToolRun.Of("device", "check", "timer", "--all").Code);

    [Fact]
    public void A_history_of_one_release_is_checked_against_itself()
    {
        using var file = new TemporaryFile("d.yaml", Head + "        - { name: a, type: u8 }\n");
        Assert.EndsWith("d: 1 passages, 1 clean, 0 breaks\n", ToolRun.Of("device", "check", file.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_file_and_an_unknown_name_are_bad_usage()
    {
        using var file = new TemporaryFile("d.yaml", "version: 1\nname: d\n");
        var run = ToolRun.Of("device", "check", file.Path);
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.StartsWith($"MIG-DEVICE-001: {file.Path}:1: 'releases' is missing\nRemedy: ", run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("MIG-USAGE-003: ", ToolRun.Of("device", "show", "no-such-device").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_lists_shows_and_fuzzes()
    {
        Assert.Equal(ReferenceDevices.All.Count, ToolRun.Of("device", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("at rest     46 bytes: ", ToolRun.Of("device", "show", "watchdog", "--release", "5.2").Output, StringComparison.Ordinal);
        Assert.Contains("5.2      ok   ok", ToolRun.Of("device", "matrix", "timer").Output, StringComparison.Ordinal);
        Assert.EndsWith("100 cases, prediction and outcome agree in all\n", ToolRun.Of("device", "fuzz", "--count", "100").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NothingRan, ToolRun.Of("device", "fuzz", "--count", "0").Code);
        Assert.Equal(DeviceSchema.Text(), ToolRun.Of("schema", "device").Output);
    }
}
