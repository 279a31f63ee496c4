using Exploration;
using Exploration.Gallery;
using Exploration.Stories;
using Exploration.Testing;
using Xunit;

namespace Migconf.Tests.Gallery;

/// <summary>What a person gets to read of a failure.</summary>
public sealed class StoryTests
{
    [Fact]
    public void The_table_has_a_column_a_thread_with_values_and_marks_preemptions()
    {
        var lines = Find("lost-update").ToString().Split('\n');
        Assert.Equal(["Failed: the counter is 1", "main", "5"], [lines[0], lines[1].Trim().Split(' ')[0], Row(lines, "read counter: 0").TrimStart('!')]);
        Assert.Contains(lines, line => line.Contains('!') && line.Contains("Start thread", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("write counter: 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("1 preemption (no schedule with fewer fails)", StringComparison.Ordinal));
    }

    [Fact]
    public void The_accesses_of_a_data_race_are_marked()
    {
        var bug = Find("message-in-a-field");
        Assert.StartsWith("DataRace: ", bug.ToString(), StringComparison.Ordinal);
        Assert.Contains("nothing orders them", bug.Outcome.Message, StringComparison.Ordinal);
        Assert.Equal(2, bug.Story.Steps.Count(step => step.IsRacing));
        Assert.Contains("* ", StoryTable.Write(bug.Story), StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_can_be_stopped_before_each_step()
    {
        List<int> seen = [];
        var bug = Find("lost-update");
        ConcurrencyTest.Replay(Catalogue.Bugs[0].Program, bug.Schedule, seen.Add);
        Assert.Equal(Enumerable.Range(1, bug.Schedule.Decisions.Count), seen);
    }

    [Fact]
    public void A_deadlock_names_its_circle() => Assert.Contains(
        "in a circle: A waits for B (acquire second account), B waits for A (acquire first account)",
        Find("transfer").Outcome.Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_deadlock_names_the_signal_that_was_lost() => Assert.Matches(
        "the signal of changed by B at step \\d+ found nobody waiting", Find("lost-wake-up").Outcome.Message);

    [Fact]
    public void A_livelock_shows_what_comes_again_and_again()
    {
        var story = Find("polite-threads").Story;
        Assert.NotNull(story.Lasso);
        Assert.InRange(story.Lasso.Value.Last - story.Lasso.Value.First + 1, 2, 12);
        Assert.Null(Find("lost-update").Story.Lasso);
    }

    [Fact]
    public void The_diagram_has_a_note_a_step_and_nothing_that_ends_a_statement()
    {
        var story = Find("transfer").Story;
        var lines = StoryMermaid.Write(story).TrimEnd().Split('\n');
        Assert.Equal("sequenceDiagram", lines[0]);
        Assert.Equal(story.Steps.Count + 1, lines.Count(line => line.StartsWith("  Note over ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Replace("#59;", "", StringComparison.Ordinal).Contains(';'));
    }

    [Fact]
    public void The_page_needs_nothing_from_outside_and_escapes_names()
    {
        var story = Find("lost-update").Story;
        var page = StoryPage.Write(story, "<counter>");
        Assert.Contains("<title>&lt;counter&gt;</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(story.Steps.Count, page.Split("<circle").Length - 1);
    }

    private static Bug Find(string name) => ConcurrencyTest.Sample(
        Catalogue.Bugs.Single(bug => bug.Name == name).Program, new TestSettings { Executions = 20_000, StepLimit = 200 }).Bug!;

    private static string Row(string[] lines, string text) =>
        lines.First(line => line.EndsWith(text, StringComparison.Ordinal)).Trim().Split(' ')[0];
}
