using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Recordings;
using Xunit;

namespace Migconf.Tests.Quality;

/// <summary>The suite's own strength: what it reaches and what it notices.</summary>
public sealed class StrengthTests
{
    private static readonly Lazy<MutantHunt> Hunt = new(() => new MutantHunt(Corpus.Embedded(), RecordingBook.Embedded()));

    private static string? Notices(Mutant mutant) => Hunt.Value.Notices(Hunt.Value.ReachOf(mutant));

    [Theory]
    [InlineData("running with failed", "the judge, by ")]
    [InlineData("running without device", "the judge, by ")]
    [InlineData("rule ClearsDirtyBeforeReading turned round", "RAM-1, in ")]
    [InlineData("7.2: HasFailing turned round", "the judge, by ")]
    public void A_mutant_is_noticed(string name, string by) =>
        Assert.StartsWith(by, Notices(Mutant.All.Single(one => one.Name == name)), StringComparison.Ordinal);

    [Fact]
    public void A_mutant_that_is_none_is_not_noticed() =>
        Assert.Null(Notices(new Mutant("nothing", release => release, rules => rules)));

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
    public void Every_edge_is_taken()
    {
        Assert.Empty(CorpusCoverage.Of(Corpus.Embedded(), 60).MissedEdges());
        Assert.NotEmpty(CorpusCoverage.Of([.. Corpus.Embedded().Take(1)], 1).MissedEdges());
    }
}
