using System.Text.Json;
using Migconf.Properties.Exploring;
using Migconf.Properties.Judging;
using Migconf.Reports;
using Migconf.Scenarios.Recordings;
using Xunit;

namespace Migconf.Tests.Meta;

/// <summary>The tool can fail: a recording that was tampered with comes out of the command line as such.</summary>
public sealed class CanaryTests
{
    private const string Name = "precopy.completes-with-return-path.10.0-11.1.json";

    private static Recording Good => RecordingBook.Load(Name).Single().Recording;

    private static ToolRun Judge(Recording recording, params string[] options) => Judge(RecordingFile.Write(recording), options);

    private static ToolRun Judge(string text, params string[] options)
    {
        using var file = new TemporaryFile("r.json", text);
        return ToolRun.Of(["judge", file.Path, .. options]);
    }

    /// <summary>The last answer of the source says that the migration was cancelled.</summary>
    private static Recording Impossible => Tampering.All(Good)
        .Last(one => one.Kind == "source reply query-migrate status completed as cancelled").Recording;

    private static Recording Without(int index) => Good with { Entries = [.. Good.Entries.Where((_, at) => at != index)] };

    [Fact]
    public void A_good_recording_conforms()
    {
        var run = Judge(Good);
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.StartsWith("CONFORMS", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_with_a_status_that_cannot_be_is_nonconforming()
    {
        var run = Judge(Impossible);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.StartsWith("NONCONFORMING", run.Output, StringComparison.Ordinal);
        Assert.Contains("  seen         ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_without_any_one_of_its_entries_is_not_accepted()
    {
        var kinds = SideBySide.Each(Enumerable.Range(0, Good.Entries.Count - 1), index => Migconf.Properties.Judging.Judge.Decide(Without(index)).Kind, TestContext.Current.CancellationToken).ToList();
        Assert.DoesNotContain(VerdictKind.Conforms, kinds);
        Assert.DoesNotContain(VerdictKind.KnownDeviation, kinds);
        Assert.True(kinds.Count > 10, $"{kinds.Count} entries");
    }

    [Fact]
    public void The_reports_of_a_nonconforming_recording_say_so()
    {
        var run = Judge(Impossible, "--json", "-", "--github");
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(ExitCodes.Nonconforming, json.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal("nonconforming", json.RootElement.GetProperty("cases")[0].GetProperty("kind").GetString());
        Assert.Contains("::error title=nonconforming%3A precopy/completes-with-return-path::", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void A_broken_file_is_bad_input(string text)
    {
        var run = Judge(text);
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.StartsWith("MIG-SCENARIO-001: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Remedy: ", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_recording_that_ends_early_is_bad_input() =>
        Assert.Equal(ExitCodes.Usage, Judge(Without(Good.Entries.Count - 1)).Code);

    [Fact]
    public void A_file_that_is_not_there_is_bad_input() =>
        Assert.Equal(ExitCodes.Usage, ToolRun.Of("judge", "no/such/recording.json").Code);

    [Fact]
    public void A_folder_without_recordings_is_a_run_that_did_nothing()
    {
        using var file = new TemporaryFile("notes.txt", "");
        Assert.Equal(ExitCodes.NothingRan, ToolRun.Of("judge", file.Folder).Code);
    }

    [Fact]
    public void A_wait_that_was_given_up_is_inconclusive() => Assert.Equal(
        ExitCodes.Inconclusive,
        Judge(Good with { Entries = [.. Good.Entries.SkipLast(1), new GaveUp(Good.Entries[^1].At, "source: completed")] }).Code);

    [Theory]
    [InlineData("judge")]
    [InlineData("jduge", "x")]
    [InlineData("check", "--repeat", "often")]
    [InlineData("judge", Name, "--tampered", "--every", "0")]
    [InlineData("check", "--source", "reference-9.9", "--destination", "reference-9.9")]
    [InlineData("check", "--source", "reference-10.0", "--destination", "reference-10.0", "--scenarios", "no/such/folder")]
    [InlineData("schema", "verdict")]
    public void A_command_line_that_makes_no_sense_is_bad_usage(params string[] arguments)
    {
        var run = ToolRun.Of(arguments);
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.Matches("^MIG-[A-Z]+-[0-9]{3}: ", run.Errors);
    }
}
