using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Reports;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Recordings;
using Xunit;

namespace Migconf.Tests.Quality;

/// <summary>The suite's own strength: what it reaches and what it notices.</summary>
public sealed class StrengthTests
{
    /// <summary>With every sixth recording; <c>migconf mutants</c> has all.</summary>
    private static readonly Lazy<MutantHunt> Hunt = new(() => new MutantHunt(Corpus.Embedded(), [.. RecordingBook.Embedded().Where((_, at) => at % 6 == 0)]));

    [Theory]
    [InlineData("running with failed", "the judge, by ")]
    [InlineData("rule ClearsDirtyBeforeReading turned round", "RAM-1, in ")]
    [InlineData("7.2: HasFailing turned round", "the judge, by ")]
    public void A_mutant_is_noticed(string name, string by) =>
        Assert.StartsWith(by, Hunt.Value.Notices(Mutant.All.Single(one => one.Name == name)), StringComparison.Ordinal);

    [Fact]
    public void A_mutant_that_is_none_is_not_noticed() =>
        Assert.Null(Hunt.Value.Notices(new Mutant("nothing", release => release, rules => rules)));

    /// <summary>What is listed is there; what is noticed needs no reason; a rule behind another one is told by the deviation that breaks both.</summary>
    [Theory]
    [InlineData("endable with completed", "nobody asks there: ")]
    [InlineData("rule ClosesWhatItOpened turned round", "a second line: it tells where DestinationCapabilitiesHold is broken too, as ")]
    [InlineData("running with failed", null)]
    [InlineData("7.2: HasFailing turned round", null)]
    public void What_nobody_notices_has_a_reason(string name, string? reason)
    {
        Assert.StartsWith(reason ?? "none", UnnoticedMutants.Reason(Mutant.All.Single(one => one.Name == name)) ?? "none", StringComparison.Ordinal);
        Assert.Empty(UnnoticedMutants.Listed.Except(Mutant.All.Select(one => one.Name)));
    }

    [Fact]
    public void Mutants_have_names_of_their_own()
    {
        var names = Mutant.All.Select(one => one.Name).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
        Assert.True(names.Count > 60, $"{names.Count} mutants");
    }

    [Fact]
    public void A_deviation_is_caught_by_a_law_or_by_a_recording_and_none_by_nobody()
    {
        var corpus = Corpus.Embedded();
        Assert.Equal("STATE-1", TrackRecord.ByLaw(Deviations.Find("cancelling-repeated")!, corpus)?.By);
        Assert.Equal("the judge", TrackRecord.ByRecording(Deviations.Find("cancel-waits-for-connect")!, RecordingBook.Embedded())?.By);
        var harmless = Deviations.Find("cancelling-repeated")! with { Apply = rules => rules };
        Assert.Null(TrackRecord.ByLaw(harmless, [.. corpus.Take(3)]));
        Assert.Null(TrackRecord.ByNobody(harmless).By);
    }

    [Fact]
    public void Every_edge_is_taken_and_every_command_and_option_is_sent_in_every_status_or_there_is_a_reason()
    {
        var all = CorpusCoverage.Of(Corpus.Embedded(), 60);
        Assert.Empty(all.MissedEdges());
        Assert.DoesNotContain(UnsentCommands.Of(all), one => one.Reason is null);
        Assert.DoesNotContain(UnsetOptions.Of(all), one => one.Reason is null);
        var few = CorpusCoverage.Of([.. Corpus.Embedded().Take(1)], 1);
        Assert.NotEmpty(few.MissedEdges());
        Assert.Contains(UnsentCommands.Of(few), one => one is { Command: "migrate", Status: MigrationStatus.Active, Reason: null });
        Assert.Contains(UnsetOptions.Of(few), one => one is { Option: "multifd", Status: MigrationStatus.Active, Reason: null });
    }

    [Theory]
    [InlineData("capability auto-converge changes at any time", "PARAM-2")]
    [InlineData("parameter announce-step up to one more", "the judge, by options.")]
    public void An_entry_of_the_tables_of_options_that_is_otherwise_is_noticed(string name, string by) =>
        Assert.StartsWith(by, Hunt.Value.Notices(Mutant.All.Single(one => one.Name == name)), StringComparison.Ordinal);

    [Theory]
    [InlineData("rule ResetNeedsNoMemory turned round", true)]
    [InlineData("5.2: HasFailing turned round", false)]
    public void A_mutant_reaches_the_scenarios_that_it_does_otherwise(string name, bool isTouched)
    {
        var reach = Hunt.Value.ReachOf(Mutant.All.Single(one => one.Name == name));
        var scenario = Corpus.Embedded().Single(one => one.Id == "reset/of-a-destination-whose-postcopy-is-paused");
        Assert.Equal(isTouched, reach.Has(scenario, Releases.V11_1, Releases.V11_1));
    }
}
