using System.Text.Json;
using Migconf.Cli;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>What a check of a reference pair leaves behind, and that it can be seen again.</summary>
public sealed class CheckingTests
{
    private static readonly string[] Pair = ["--source", "reference-10.0", "--destination", "reference-10.0"];

    private static string[] Check(string folder, int repeat, int seed) =>
        ["check", .. Pair, "--filter", "cancel/twice", "--repeat", $"{repeat}", "--seed", $"{seed}", "--record", folder];

    private static string Text(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));

    [Fact]
    public void Each_repetition_keeps_its_recording_its_witness_and_its_seed()
    {
        using var file = new TemporaryFile("x", "");
        var run = ToolRun.Of([.. Check(file.Folder, 3, 5), "--json", "-"]);
        Assert.Equal(ExitCodes.Conforms, run.Code);
        using var json = JsonDocument.Parse(run.Output);
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(["5", "6", "7"], cases.Select(one => one.GetProperty("seed").ToString()));
        Assert.Equal(3, cases.Select(one => one.GetProperty("recording").GetString()).Distinct().Count());
        Assert.All(cases, one => Assert.Empty(ToolRun.Of("judge", one.GetProperty("recording").GetString()!).Errors));
        Assert.All(cases, one => Assert.True(File.Exists(one.GetProperty("witness").GetString())));
        Assert.EndsWith(" --seed 7", cases[2].GetProperty("replay").GetString(), StringComparison.Ordinal);
    }

    /// <summary>How many run at a time changes nothing about what is told, nor about its order.</summary>
    [Fact]
    public void Runs_side_by_side_are_told_in_their_order()
    {
        string[] line = ["check", .. Pair, "--filter", "cancel/in-", "--repeat", "2"];
        var (one, many) = (ToolRun.Of([.. line, "--workers", "1"]), ToolRun.Of([.. line, "--workers", "7"]));
        Assert.Equal(ExitCodes.Conforms, one.Code);
        Assert.True(one.Output.Split('\n').Length > 6, one.Output);
        Assert.Equal(one.Output, many.Output);
        Assert.Equal(ExitCodes.Usage, ToolRun.Of([.. line, "--workers", "0"]).Code);
    }

    [Fact]
    public void A_seed_alone_brings_a_run_back()
    {
        using var file = new TemporaryFile("x", "");
        using var again = new TemporaryFile("x", "");
        ToolRun.Of(Check(file.Folder, 3, 5));
        ToolRun.Of(Check(again.Folder, 1, 7));
        Assert.Equal(Text(file.Folder, "cancel.twice.10.0-10.0.3.json"), Text(again.Folder, "cancel.twice.10.0-10.0.json"));
        Assert.NotEqual(Text(file.Folder, "cancel.twice.10.0-10.0.json"), Text(again.Folder, "cancel.twice.10.0-10.0.json"));
    }

    [Fact]
    public async Task A_scenario_that_does_not_apply_is_not_run_and_says_why()
    {
        var scenario = Corpus.Embedded()[0] with { OldestRelease = "11.1" };
        var pair = Checking.Pair("reference-7.2", "reference-7.2", "tcg", 1);
        var found = await Checking.Check(scenario, pair, null, TestContext.Current.CancellationToken);
        Assert.Equal(CaseKind.NotRun, found.Kind);
        Assert.Equal("reference-7.2 is older than 11.1", found.Note);
    }

    [Fact]
    public void A_file_that_is_no_schedule_is_bad_usage()
    {
        using var file = new TemporaryFile("x.schedule", "nonsense\n");
        var run = ToolRun.Of("replay", "cancel/twice", "--source", "reference-10.0", "--schedule", file.Path);
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.StartsWith("MIG-SCHEDULE-001: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void On_GitHub_annotations_and_a_summary_come_by_themselves_and_else_not()
    {
        using var page = new TemporaryFile("summary.md", "before\n");
        string[] nothing = ["check", .. Pair, "--filter", "no such scenario"];
        var run = ToolRun.OnGitHub(page.Path, nothing);
        Assert.Equal(ExitCodes.NothingRan, run.Code);
        Assert.Contains("\n::error title=nothing ran::", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("before\n### migconf check\n\nnothing ran\n", File.ReadAllText(page.Path), StringComparison.Ordinal);
        Assert.DoesNotContain("::", ToolRun.Of(nothing).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("::", ToolRun.OnGitHub(page.Path, [.. nothing, "--github", "false"]).Output, StringComparison.Ordinal);
    }
}
