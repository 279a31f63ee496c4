using Exploration.Schedules;
using Exploration.Strategies;
using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Reference;
using Xunit;

namespace Migconf.Tests.Quality;

public sealed class EngineTests
{
    private const int Limit = 2_000_000;

    private static PairSettings Settings(Release release, Rules rules) => new(release, release, rules) { GuestWrites = 1 };

    [Fact]
    public void Every_law_holds_in_every_interleaving_without_preemptions()
    {
        foreach (var scenario in Corpus.Embedded())
        {
            foreach (var release in Releases.All.Where(r => scenario.OldestRelease is not { } oldest || Releases.Age(r.Name) >= Releases.Age(oldest)))
            {
                var found = Explorer.Explore(scenario, Settings(release, new Rules()), 0, Limit);
                Assert.True(found.Failure is null, $"{scenario.Id} {release.Name}: {found.Failure?.Message}");
                Assert.True(found.Complete, $"{scenario.Id} {release.Name}: not everything was visited");
                Assert.True(found.States > 100, $"{scenario.Id}: only {found.States} states");
            }
        }
    }

    [Theory]
    [InlineData("resumes-without-proof", "cancel/in-device-while-the-answer-is-held", 1)]
    [InlineData("old-run-state-dropped", "cancel/in-pre-switchover-of-a-paused-guest", 0)]
    [InlineData("return-path-error-lost", "destination/lacks-a-device", 0)]
    [InlineData("cancelling-repeated", "cancel/twice", 1)]
    [InlineData("cancel-overwritten", "cancel/while-the-link-breaks", 1)]
    [InlineData("connect-error-discarded", "link/refused", 0)]
    [InlineData("dirty-mark-cleared-late", "precopy/completes", 2)]
    [InlineData("completes-without-answer", "precopy/completes-with-return-path", 1)]
    [InlineData("refusal-changes-run-state", "precopy/second-migrate-while-active", 0)]
    [InlineData("cancel-leaves-terminal-status", "cancel/after-completed", 0)]
    public void A_defect_is_caught_by_its_law_and_replays_a_hundred_times(string defect, string id, int preemptions)
    {
        var deviation = Deviations.Find(defect)!;
        var scenario = Corpus.Embedded().Single(one => one.Id == id);
        var settings = Settings(Releases.V10_0, deviation.Apply(new Rules()));
        var found = Explorer.Explore(scenario, settings, preemptions, Limit).Failure;
        Assert.NotNull(found);
        Assert.Equal(deviation.CaughtBy, found.Law);
        for (var time = 0; time < 100; time++)
        {
            var again = Explorer.Execute(scenario, settings, new Replay(Schedule.Read(found.Schedule.Write())));
            Assert.Equal(found.Message, again?.Message);
        }
    }

    [Theory]
    [InlineData("precopy/completes")]
    [InlineData("cancel/while-the-link-breaks")]
    [InlineData("link/refused")]
    public void Every_law_holds_with_one_preemption(string id)
    {
        var scenario = Corpus.Embedded().Single(one => one.Id == id);
        var found = Explorer.Explore(scenario, Settings(Releases.V11_1, new Rules()), 1, Limit);
        Assert.True(found.Failure is null, found.Failure?.Message);
        Assert.True(found.Complete);
    }

    [Fact]
    public void Every_deviation_names_a_law_that_exists()
    {
        var laws = Migconf.Properties.Laws.LawBook.All.Select(law => law.Id).Append("the judge").ToHashSet();
        Assert.All(Deviations.All, deviation => Assert.Contains(deviation.CaughtBy, laws));
    }
}
