using Migconf.Cli;
using Migconf.Properties.Laws;
using Migconf.Reports;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed class ExplainTests
{
    public static TheoryData<string> Ids =>
        [.. ErrorCatalogue.All.Select(error => error.Id), .. LawBook.All.Select(law => law.Id), .. Deviations.All.Select(one => one.Id), "LIVE-1"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_id_is_explained_and_listed(string id)
    {
        Assert.StartsWith($"{id}  ", Explaining.About(id), StringComparison.Ordinal);
        Assert.Contains($"{id} ", Explaining.All(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_comes_with_cause_and_remedy()
    {
        var run = ToolRun.Of("explain", "mig-usage-005");
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Matches("(?s)^MIG-USAGE-005  .*\n  cause .*\n  remedy ", run.Output);
    }

    [Fact]
    public void A_law_comes_with_its_sentence_and_an_existing_source()
    {
        Assert.Contains("source and destination never run", ToolRun.Of("explain", "OWN-1").Output, StringComparison.Ordinal);
        Assert.All(LawBook.All, law => Assert.True(File.Exists(Repository.Path($"properties/Laws/{law.Name}.cs")), law.Name));
    }

    [Fact]
    public void A_deviation_comes_with_its_releases() =>
        Assert.Matches("releases +5.2, 7.2, 10.0, 11.1\n", ToolRun.Of("explain", "cancelling-repeated").Output);

    [Fact]
    public void Without_an_id_all_are_listed()
    {
        var run = ToolRun.Of("explain");
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Equal(Ids.Count, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void An_unknown_id_is_bad_usage()
    {
        var run = ToolRun.Of("explain", "MIG-NONE-999");
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.StartsWith("MIG-USAGE-002: no error, law or deviation has the id 'MIG-NONE-999'", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("scenario")]
    [InlineData("recording")]
    public void A_schema_is_printed_as_it_is(string format)
    {
        var run = ToolRun.Of("schema", format);
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Equal(File.ReadAllText(Repository.Path($"scenarios/schema/{format}.schema.json")), run.Output);
        Assert.Equal(FormatSchema.Text(format), run.Output);
    }

    [Fact]
    public void An_unexpected_exception_is_an_internal_error()
    {
        using var errors = new StringWriter();
        Assert.Equal(ExitCodes.InternalError, Failures.Report(new InvalidOperationException("boom"), errors));
        Assert.StartsWith("MIG-INT-001: ", errors.ToString(), StringComparison.Ordinal);
    }
}
