using System.Text.RegularExpressions;
using Migconf.Cli;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Meta;

/// <summary>The catalogue and the sources speak of the same errors.</summary>
public sealed partial class CatalogueTests
{
    private const string Catalogue = "migconf/ErrorCatalogue.cs";

    private static List<(string Id, string File)> Used =>
        [.. Repository.Files(".cs")
            .Where(file => file.Name != Catalogue && !file.Name.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(file.Text).Select(match => (match.Groups["id"].Value, file.Name)))];

    [Fact]
    public void Every_id_in_the_sources_is_in_the_catalogue()
    {
        Assert.True(Used.Count > 10, $"{Used.Count} uses");
        Assert.All(Used, use => Assert.True(ErrorCatalogue.Find(use.Id) is not null, $"{use.Id} of {use.File} is not in {Catalogue}"));
    }

    [Fact]
    public void Every_entry_of_the_catalogue_is_used()
    {
        var used = Used.Select(use => use.Id).ToHashSet();
        Assert.All(ErrorCatalogue.All, entry => Assert.True(used.Contains(entry.Id), $"nothing reports {entry.Id}"));
    }

    [Fact]
    public void Entries_are_complete_in_order_and_of_one_form()
    {
        Assert.Equal(ErrorCatalogue.All.Select(entry => entry.Id).Distinct().Order(StringComparer.Ordinal), ErrorCatalogue.All.Select(entry => entry.Id));
        Assert.All(ErrorCatalogue.All, entry =>
        {
            Assert.Matches("^MIG-[A-Z]+-[0-9]{3}$", entry.Id);
            Assert.All(new[] { entry.Meaning, entry.Cause, entry.Remedy }, Assert.NotEmpty);
            Assert.NotEqual(0, entry.ExitCode);
        });
    }

    /// <summary>The family of an id decides the exit code, whatever the command.</summary>
    [Fact]
    public void All_errors_of_a_family_have_one_exit_code() => Assert.All(ErrorCatalogue.All, entry => Assert.Equal(
        entry.Id.Split('-')[1] switch
        {
            "USAGE" or "SCENARIO" or "SCHEDULE" or "DEVICE" => ExitCodes.Usage,
            "STREAM" or "COMPAT" or "VMM" => ExitCodes.Nonconforming,
            "ENV" or "QMP" or "RECORDING" => ExitCodes.Inconclusive,
            "WIRE" => string.CompareOrdinal(entry.Id, "MIG-WIRE-004") <= 0 ? ExitCodes.Inconclusive : ExitCodes.Nonconforming,
            _ => ExitCodes.InternalError,
        },
        entry.ExitCode));

    [GeneratedRegex("\"(?<id>MIG-[A-Z]+-[0-9]{3})[\":]")]
    private static partial Regex Literal();
}
