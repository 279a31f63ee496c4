using System.Text.Json.Nodes;
using Migconf.Properties.Exploring;
using Migconf.Properties.Judging;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Recordings;
using Xunit;

namespace Migconf.Tests.Quality;

public sealed class RecordingTests
{
    private static Recording Plain => RecordingBook.Embedded().Single(one => one.Name == "precopy.completes-with-return-path.10.0-11.1.json").Recording;

    [Fact]
    public void Every_recording_of_real_QEMU_is_explained_by_the_reference_or_by_known_deviations()
    {
        var recordings = RecordingBook.Embedded();
        Assert.True(recordings.Count >= 40, $"{recordings.Count} recordings");
        foreach (var (name, verdict) in SideBySide.Each(recordings, one => (one.Name, Judge.Decide(one.Recording)), Cancel))
        {
            Assert.True(
                verdict.Kind is VerdictKind.Conforms or VerdictKind.KnownDeviation,
                $"{name}: {verdict.Kind} {verdict.Explained}/{verdict.Observed} {verdict.Note}");
        }
    }

    /// <summary>A scenario that is changed is recorded anew.</summary>
    [Fact]
    public void Every_recording_is_of_its_scenario_as_that_is_now()
    {
        var hashes = Corpus.Embedded().ToDictionary(one => one.Id, ScenarioWriter.Hash);
        var old = RecordingBook.Embedded().Where(one => hashes.GetValueOrDefault(one.Recording.Scenario.Id) != ScenarioWriter.Hash(one.Recording.Scenario));
        Assert.Empty(old.Select(one => one.Name));
        Assert.NotEqual(ScenarioWriter.Hash(Plain.Scenario), ScenarioWriter.Hash(Plain.Scenario with { Steps = [.. Plain.Scenario.Steps.Skip(1)] }));
    }

    /// <summary>Every three-hundredth change; <c>migconf judge scenarios/recordings --tampered</c> tries all, <c>--every 300</c> these.</summary>
    [Fact]
    public void Changes_of_recordings_are_noticed()
    {
        var all = RecordingBook.Embedded().SelectMany(one => Tampering.All(one.Recording)).Where((_, at) => at % 300 == 0).ToList();
        var noticed = SideBySide.Each(all, one => Judge.Decide(one.Recording).Kind, Cancel).Count(kind => kind is VerdictKind.Nonconforming or VerdictKind.Damaged);
        Assert.True(all.Count > 150, $"{all.Count} changes");
        Assert.True(noticed >= 0.95 * all.Count, $"{noticed} of {all.Count}");
    }

    /// <summary>What is shown within ten seconds counts as an answer: an engine that could have answered is no explanation.</summary>
    [Fact]
    public void A_command_that_nobody_answers_is_not_explained_by_an_engine_that_answers()
    {
        var asked = Plain.Entries.Select((entry, at) => (entry, at)).Where(one => one.entry is Sent).ToList();
        Assert.True(asked.Count >= 8, $"{asked.Count} commands");
        Assert.All(asked, one =>
        {
            var (sent, entries) = ((Sent)one.entry, Plain.Entries.ToList());
            entries.Insert(one.at + 1, new Unanswered(sent.At, sent.Side, sent.Id));
            Assert.Equal(VerdictKind.Nonconforming, Judge.Decide(Plain with { Entries = entries }).Kind);
        });
    }

    [Fact]
    public void A_recording_without_one_of_its_events_is_not_explained()
    {
        var changed = Tampering.All(Plain).Where(one => one.Kind.StartsWith("without ", StringComparison.Ordinal)
            && one.Kind.Contains(" event ", StringComparison.Ordinal)).ToList();
        Assert.True(changed.Count >= 8, $"{changed.Count} events");
        Assert.All(changed, one => Assert.Contains(Judge.Decide(one.Recording).Kind, new[] { VerdictKind.Nonconforming, VerdictKind.Damaged }));
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("active")]
    public void A_recording_with_another_last_status_is_not_explained(string status) =>
        Assert.Equal(VerdictKind.Nonconforming, Judge.Decide(WithLastStatus(status)).Kind);

    [Fact]
    public void A_recording_that_does_not_follow_its_scenario_is_damaged_and_says_where()
    {
        var verdict = Judge.Decide(Plain with { Entries = [.. Plain.Entries.Skip(1)] });
        Assert.Equal(VerdictKind.Damaged, verdict.Kind);
        Assert.Contains("entry 2: the script wants 'source: migrate-set-capabilities (id 1)'", verdict.Note, StringComparison.Ordinal);
    }

    /// <summary>The harness reads what a side showed a moment before it was killed only when it has killed it.</summary>
    [Theory]
    [InlineData("RESUME", VerdictKind.Conforms)]
    [InlineData("STOP", VerdictKind.Nonconforming)]
    public void What_is_read_from_a_side_that_was_killed_it_had_shown_before(string last, VerdictKind expected)
    {
        var killed = RecordingBook.Embedded().Single(one => one.Name == "colo.fails-over-to-destination-one-way.7.2-10.0.json").Recording;
        var shown = killed.Entries.First(entry => entry is Received { Side: Side.Source } received && received.Message["event"]?.GetValue<string>() == "RESUME");
        var entries = killed.Entries.Where(entry => entry != shown).ToList();
        entries.Insert(entries.FindIndex(entry => entry is Killed) + 1, ((Received)shown) with { Message = new JsonObject { ["event"] = last } });
        Assert.Equal(expected, Judge.Decide(killed with { Entries = entries }).Kind);
    }

    [Fact]
    public void A_recording_of_an_unknown_release_carries_no_verdict() =>
        Assert.Equal(VerdictKind.Inconclusive, Judge.Decide(Plain with { Source = Plain.Source with { Release = "1.0" } }).Kind);

    [Fact]
    public void A_spent_budget_carries_no_verdict() =>
        Assert.Equal(VerdictKind.Inconclusive, Judge.Decide(Plain with { Entries = [.. Plain.Entries.Select(entry => AtTheEnd(entry, "paused"))] }, budget: 1).Kind);

    /// <summary>A run state to which nothing in the scenario leads needs no search.</summary>
    [Theory]
    [InlineData("suspended")]
    [InlineData("shutdown")]
    [InlineData("prelaunch")]
    [InlineData("inmigrate")]
    public void A_run_state_that_nothing_leads_to_is_noticed_without_a_search(string state) =>
        Assert.Equal(VerdictKind.Nonconforming, Judge.Decide(Plain with { Entries = [.. Plain.Entries.Select(entry => AtTheEnd(entry, state))] }, budget: 1).Kind);

    /// <summary>Where a known deviation lets statuses be shown in any order, one that was never shown is none of them.</summary>
    [Theory]
    [InlineData("wait-unplug", VerdictKind.Nonconforming)]
    [InlineData("active", VerdictKind.Inconclusive)]
    public void A_status_that_was_never_shown_is_noticed_without_a_search(string status, VerdictKind expected)
    {
        var cancelled = RecordingBook.Embedded().Single(one => one.Name == "cancel.twice.7.2-10.0.json").Recording;
        Assert.Equal(expected, Judge.Decide(WithLastStatus(cancelled, status), budget: 1).Kind);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An answer that no law needs to be asked about.</summary>
    private static Entry AtTheEnd(Entry entry, string state) =>
        entry is Received { Side: Side.Source } received && received.Message["return"]?["status"]?.GetValue<string>() == "postmigrate"
            ? received with { Message = JsonNode.Parse(received.Message.ToJsonString().Replace("postmigrate", state))!.AsObject() }
            : entry;

    /// <summary>What the source answers at the end is replaced; nothing waits for it.</summary>
    private static Recording WithLastStatus(string status) => WithLastStatus(Plain, status);

    private static Recording WithLastStatus(Recording recording, string status)
    {
        var entries = recording.Entries.ToList();
        var at = entries.FindLastIndex(entry => entry is Received { Side: Side.Source, Message: var m } && m["return"]?["status"] is not null && m["return"]?["running"] is null);
        var message = (JsonObject)((Received)entries[at]).Message.DeepClone();
        message["return"]!["status"] = status;
        entries[at] = new Received(entries[at].At, Side.Source, message);
        return recording with { Entries = entries };
    }
}
