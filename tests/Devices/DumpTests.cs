using Migconf.Devices.Dumps;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>Two dumps: breaks are found in both directions, renames and other groupings are none.</summary>
public sealed class DumpTests
{
    private static string Field(string name, int size, int since = 0, bool test = false, int count = 1, string? below = null) =>
        $$"""{ "field": "{{name}}", "version_id": {{since}}, "field_exists": {{(test ? "true" : "false")}}, "size": {{size}}{{(count > 1 ? $", \"num\": {count}" : "")}}{{(below is null ? "" : $", \"Description\": {below}")}} }""";

    private static string Struct(string name, int version, int minimum, string[] fields, params string[] subsections) =>
        $$"""{ "name": "{{name}}", "version_id": {{version}}, "minimum_version_id": {{minimum}}, "Fields": [{{string.Join(", ", fields)}}]{{(subsections.Length == 0 ? "" : $", \"Subsections\": [{string.Join(", ", subsections)}]")}} }""";

    private static string File(string type) =>
        $$"""{ "vmschkmachine": { "Name": "pc-q35-10.0" }, "dev": { "Name": "dev", "version_id": 1, "minimum_version_id": 1, "Description": {{type}} } }""";

    private static List<string> Compare(string one, string other) =>
        [.. DumpComparison.Compare(Dump.Load("a", File(one)), Dump.Load("b", File(other)))
            .Select(found => $"{(found.IsForward ? "forward" : "backward")} {found.Certainty} {found.Class?[^3..]}".TrimEnd())];

    private static readonly string Plain = Struct("d", 1, 1, [Field("a", 1), Field("b", 4), Field("c", 2, count: 8)]);

    [Fact]
    public void Equal_dumps_have_no_findings() => Assert.Empty(Compare(Plain, Plain));

    [Fact]
    public void A_rename_and_a_grouping_are_harmless()
    {
        Assert.Equal(["forward Harmless", "backward Harmless"], Compare(Plain, Struct("d", 1, 1, [Field("a", 1), Field("bb", 4), Field("c", 2, count: 8)])));
        Assert.Equal(["forward Harmless", "backward Harmless"], Compare(Plain, Struct("d", 1, 1, [Field("g", 5, below: Struct("g", 7, 7, [Field("a", 1), Field("b", 4)])), Field("c", 2, count: 8)])));
    }

    [Fact]
    public void Bytes_split_otherwise_are_harmless_when_as_many() => Assert.Equal(
        ["forward Harmless", "backward Harmless"], Compare(Plain, Struct("d", 1, 1, [Field("a", 1), Field("b1", 1), Field("unused", 3), Field("c", 2, count: 8)])));

    [Fact]
    public void A_field_in_place_breaks_both_ways() => Assert.Equal(
        ["forward Likely 001", "backward Likely 008"], Compare(Plain, Struct("d", 1, 1, [Field("a", 1), Field("n", 8), Field("b", 4), Field("c", 2, count: 8)])));

    [Fact]
    public void A_field_in_a_nested_struct_breaks_whatever_its_version()
    {
        string With(params string[] fields) => Struct("d", 1, 1, [Field("g", 5, below: Struct("g", 2, 1, fields))]);
        Assert.Equal(["forward Likely 002", "backward Likely 008"], Compare(With(Field("a", 1)), With(Field("a", 1), Field("n", 4, since: 2))));
    }

    [Fact]
    public void A_field_with_a_test_possibly_breaks() => Assert.Equal(
        ["forward Possible 001", "backward Possible 008"], Compare(Plain, Struct("d", 1, 1, [Field("a", 1), Field("n", 8, test: true), Field("b", 4), Field("c", 2, count: 8)])));

    [Fact]
    public void A_field_of_a_new_version_breaks_only_backward() => Assert.Equal(
        ["backward Certain 003"], Compare(Plain, Struct("d", 2, 1, [Field("a", 1), Field("b", 4), Field("c", 2, count: 8), Field("n", 4, since: 2)])));

    [Fact]
    public void A_raised_minimum_breaks_forward_too() => Assert.Equal(
        ["forward Certain 004", "backward Certain 003"], Compare(Plain, Struct("d", 2, 2, [Field("a", 1), Field("b", 4), Field("c", 2, count: 8)])));

    [Fact]
    public void Another_length_or_width_breaks()
    {
        Assert.Equal(["forward Likely 007", "backward Likely 007"], Compare(Plain, Struct("d", 1, 1, [Field("a", 1), Field("b", 4), Field("c", 2, count: 9)])));
        Assert.Equal(["forward Likely 007", "backward Likely 007"], Compare(Plain, Struct("d", 1, 1, [Field("a", 2), Field("b", 4), Field("c", 2, count: 8)])));
    }

    [Fact]
    public void A_dump_without_counts_is_compared_by_element() => Assert.Empty(Compare(Plain, Struct("d", 1, 1, [Field("a", 1), Field("b", 4), Field("c", 2)])));

    [Fact]
    public void Without_counts_an_array_may_be_as_long_as_the_unused_bytes_in_its_place() => Assert.Equal(
        ["forward Possible 007", "backward Possible 007"], Compare(Struct("d", 1, 1, [Field("a", 1), Field("flags", 1)]), Struct("d", 1, 1, [Field("a", 1), Field("unused", 5)])));

    [Fact]
    public void A_subsection_and_a_name_are_found() => Assert.Equal(
        ["forward Likely 009", "backward Likely 009", "backward Possible 005"],
        Compare(Plain, Struct("e", 1, 1, [Field("a", 1), Field("b", 4), Field("c", 2, count: 8)], Struct("e/s", 1, 0, [Field("x", 1)]))));

    [Fact]
    public void All_differences_are_found_not_only_the_first() => Assert.Equal(
        ["forward Likely 001", "forward Likely 007", "backward Likely 008", "backward Likely 007"],
        Compare(Plain, Struct("d", 1, 1, [Field("n", 8), Field("a", 1), Field("b", 4), Field("c", 4, count: 8)])));

    [Fact]
    public void A_type_of_one_binary_only_is_possibly_a_module()
    {
        var found = DumpComparison.Compare(Dump.Load("a", File(Plain)), Dump.Load("b", """{ "vmschkmachine": { "Name": "m" } }"""));
        Assert.Equal("MIG-COMPAT-009", Assert.Single(found).Class);
    }

    [Fact]
    public void The_tool_compares_and_names_a_file_that_is_no_dump()
    {
        using var one = new TemporaryFile("one.json", File(Plain));
        using var other = new TemporaryFile("other.json", File(Struct("d", 2, 1, [Field("a", 1), Field("b", 4), Field("c", 2, count: 8)])));
        using var empty = new TemporaryFile("empty.json", "");
        Assert.Equal(ExitCodes.Conforms, ToolRun.Of("device", "compare", one.Path, one.Path).Code);
        Assert.Equal(ToolRun.Of("device", "compare", one.Path, other.Path), ToolRun.Of("stream", "compare", one.Path, other.Path));
        var run = ToolRun.Of("device", "compare", one.Path, other.Path);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.Contains("other -> one: 1 certain, 0 likely, 0 possible, 0 harmless\n", run.Output, StringComparison.Ordinal);
        var bad = ToolRun.Of("device", "compare", one.Path, empty.Path);
        Assert.Equal(ExitCodes.Usage, bad.Code);
        Assert.StartsWith("MIG-DEVICE-002: ", bad.Errors, StringComparison.Ordinal);
    }
}
