using Exploration;
using Exploration.Gallery;
using Exploration.Schedules;
using Exploration.Testing;
using Xunit;

namespace Migconf.Tests.Gallery;

/// <summary>Every program of the gallery fails as it is known to, its schedule replays and is as small as can be, and the
/// one without the bug passes.</summary>
public sealed class GalleryTests
{
    private static readonly TestSettings Settings = new() { Executions = 20_000, StepLimit = 400 };

    public static TheoryData<string> Names => [.. Catalogue.Bugs.Select(bug => bug.Name)];

    /// <summary>All but the endless ones: an exhaustive search of them has no end, and its executions are not fair.</summary>
    public static TheoryData<string> EndingNames =>
        [.. Catalogue.Bugs.Where(bug => bug.Kind != OutcomeKind.Livelock).Select(bug => bug.Name)];

    public static TheoryData<string> FixedNames => [.. Catalogue.Bugs.Where(bug => bug.Fixed is not null).Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_portfolio_finds_and_shrinks(string name)
    {
        var known = Catalogue.Bugs.Single(one => one.Name == name);
        var report = ConcurrencyTest.Sample(known.Program, Settings);
        Assert.NotNull(report.Bug);
        Assert.Equal(known.Kind, report.Bug.Outcome.Kind);
        if (known.Preemptions is { } preemptions)
        {
            Assert.Equal(preemptions, report.Bug.Preemptions);
            Assert.Equal(Minimality.FewestPreemptions, report.Bug.Minimality);
            var again = ConcurrencyTest.Replay(known.Program, Schedule.Read(report.Bug.Schedule.Write()));
            Assert.Equal(report.Bug.Outcome.Message, again.Outcome.Message);
        }
    }

    [Theory]
    [MemberData(nameof(EndingNames))]
    public void The_exhaustive_search_finds_it_too(string name)
    {
        var known = Catalogue.Bugs.Single(one => one.Name == name);
        var report = ConcurrencyTest.Exhaust(known.Program, Settings with { Executions = 200_000, Shrinks = false });
        Assert.Equal(known.Kind, report.Bug?.Outcome.Kind);
    }

    [Theory]
    [MemberData(nameof(FixedNames))]
    public void The_same_without_the_bug_passes(string name)
    {
        var known = Catalogue.Bugs.Single(one => one.Name == name);
        Assert.Null(ConcurrencyTest.Sample(known.Fixed!, Settings with { Executions = 1_000 }).Bug);
    }

    [Fact]
    public void What_is_found_does_not_depend_on_the_cores()
    {
        var program = Catalogue.Bugs.Single(one => one.Name == "split-brain-rare").Program;
        var one = ConcurrencyTest.Sample(program, Settings with { Shrinks = false });
        var two = ConcurrencyTest.Sample(program, Settings with { Shrinks = false, Cores = 2 });
        Assert.Equal(one.Executions, two.Executions);
        Assert.Equal(one.Bug!.Schedule.Write(), two.Bug!.Schedule.Write());
    }

    [Fact]
    public void Deepening_finds_a_bug_with_the_fewest_preemptions()
    {
        var known = Catalogue.Bugs.Single(one => one.Name == "test-then-set");
        Assert.Null(ConcurrencyTest.Deepen(known.Program, known.Preemptions!.Value - 1).Bug);
        Assert.Equal(known.Preemptions, ConcurrencyTest.Deepen(known.Program, 3, Settings with { Shrinks = false }).Bug?.Preemptions);
    }
}
