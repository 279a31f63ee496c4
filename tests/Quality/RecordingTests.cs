using System.Text.Json.Nodes;
using Migconf.Properties.Judging;
using Migconf.ReferenceEngine.Vocabulary;
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
        foreach (var (name, recording) in recordings)
        {
            var verdict = Judge.Decide(recording);
            Assert.True(
                verdict.Kind is VerdictKind.Conforms or VerdictKind.KnownDeviation,
                $"{name}: {verdict.Kind} {verdict.Explained}/{verdict.Observed} {verdict.Note}");
        }
    }

    [Fact]
    public void A_recording_without_one_of_its_events_is_not_explained()
    {
        var entries = Plain.Entries;
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index] is Received { Message: var message } && message["event"] is not null)
            {
                var tampered = Plain with { Entries = [.. entries.Where((_, at) => at != index)] };
                Assert.Equal(VerdictKind.Nonconforming, Judge.Decide(tampered).Kind);
            }
        }
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("active")]
    public void A_recording_with_another_last_status_is_not_explained(string status)
    {
        var entries = Plain.Entries.ToList();
        var at = entries.FindLastIndex(entry => entry is Received { Side: Side.Source, Message: var m } && m["event"]?.GetValue<string>() == "MIGRATION");
        var message = (JsonObject)((Received)entries[at]).Message.DeepClone();
        message["data"]!["status"] = status;
        entries[at] = new Received(entries[at].At, Side.Source, message);
        Assert.Equal(VerdictKind.Nonconforming, Judge.Decide(Plain with { Entries = entries }).Kind);
    }

    [Fact]
    public void A_recording_of_an_unknown_release_carries_no_verdict() =>
        Assert.Equal(VerdictKind.Inconclusive, Judge.Decide(Plain with { Source = Plain.Source with { Release = "1.0" } }).Kind);

    [Fact]
    public void A_spent_budget_carries_no_verdict() =>
        Assert.Equal(
            VerdictKind.Inconclusive,
            Judge.Decide(Plain with { Entries = [.. Plain.Entries.Where(entry => entry is not Received { Side: Side.Destination })] }, budget: 1).Kind);
}
