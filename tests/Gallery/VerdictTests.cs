using Exploration;
using Exploration.Gallery;
using Exploration.Primitives;
using Exploration.Schedules;
using Exploration.Stories;
using Exploration.Testing;
using Xunit;

namespace Migconf.Tests.Gallery;

/// <summary>What a test says beside a failed assertion: each verdict on a program that deserves it and one that does not.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_thread_left_behind_is_a_leak(bool closes)
    {
        var report = ConcurrencyTest.Exhaust(world =>
        {
            var work = new Channel<int>(world, "work");
            world.Spawn("main", async () =>
            {
                world.Spawn("worker", async () =>
                {
                    while ((await work.Receive()).Received)
                    {
                    }
                });
                await work.Send(1);
                if (closes)
                {
                    work.Close();
                }
            });
        });
        Assert.Equal(closes ? null : OutcomeKind.Leak, report.Bug?.Outcome.Kind);
        Assert.True(closes || report.Bug!.Outcome.Message.Contains("worker at 'receive from work'", StringComparison.Ordinal));
    }

    /// <summary>An execution that leaves something behind for the next: seen at once, whatever the strategy.</summary>
    [Fact]
    public void A_program_that_is_not_the_same_twice_is_told()
    {
        var runs = 0;
        void Program(World world)
        {
            var variable = new Shared<int>(world, "variable", 0);
            var writes = runs++ % 2 == 0;
            world.Spawn("one", async () =>
            {
                if (writes)
                {
                    await variable.Write(1);
                }

                await variable.Read();
            });
            world.Spawn("other", async () => await variable.Write(2));
        }

        var sampled = ConcurrencyTest.Sample(Program).Bug;
        Assert.Equal(OutcomeKind.Nondeterministic, sampled?.Outcome.Kind);
        Assert.Matches("step \\d+ under the same decisions is '(one|other) \\| .*' once and '.*' another time", sampled!.Outcome.Message);
        Assert.Equal(OutcomeKind.Nondeterministic, ConcurrencyTest.Exhaust(Program).Bug?.Outcome.Kind);
        Assert.Equal(OutcomeKind.Nondeterministic, ConcurrencyTest.Deepen(Program, 2).Bug?.Outcome.Kind);
    }

    [Fact]
    public void A_race_shows_where_both_accesses_are()
    {
        var race = ConcurrencyTest.Sample(Catalogue.Bugs.Single(one => one.Name == "message-in-a-field").Program).Bug!.Story.Race;
        Assert.Equal(2, race.Count);
        Assert.All(race, access => Assert.Matches("^\\w+\\.\\w+( \\(local\\))? in Ordering\\.cs:\\d+$", access.Stack[0]));
        Assert.Empty(ConcurrencyTest.Sample(Catalogue.Bugs[0].Program).Bug!.Story.Race);
    }

    /// <summary>A method that was called before anybody waited, and one that goes on after it waited.</summary>
    [Fact]
    public void A_race_shows_who_called_the_method()
    {
        var bug = ConcurrencyTest.Sample(world =>
        {
            var field = new Plain<int>(world, "field", 0);
            world.Spawn("early", async () => await Outer(world, field, false));
            world.Spawn("late", async () => await Outer(world, field, true));
        }).Bug!;
        Assert.Equal(OutcomeKind.DataRace, bug.Outcome.Kind);
        foreach (var access in bug.Story.Race)
        {
            Assert.StartsWith("VerdictTests.Inner in VerdictTests.cs:", access.Stack[0], StringComparison.Ordinal);
            Assert.StartsWith("VerdictTests.Outer", access.Stack[1], StringComparison.Ordinal);
            Assert.Equal(3, access.Stack.Count);
        }

        Assert.Contains("    called by VerdictTests.Outer", StoryTable.Write(bug.Story), StringComparison.Ordinal);
        Assert.Contains("VerdictTests.Inner", StoryPage.Write(bug.Story, "race"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_of_a_program_that_has_changed_is_followed_as_far_as_it_can_be()
    {
        static Action<World> Program(int edits) => world =>
        {
            var counter = new Shared<int>(world, "counter", 0);
            var log = new Shared<int>(world, "log", 0);
            foreach (var name in new[] { "first", "second" })
            {
                world.Spawn(name, async () =>
                {
                    if (edits == 0)
                    {
                        await log.Write(1);
                    }

                    var seen = await counter.Read();
                    if (edits == 2)
                    {
                        await log.Write(2);
                    }

                    await counter.Write(seen + 1);
                });
            }

            world.AtEnd(() => Assert.Equal(2, counter.Value));
        };

        var found = ConcurrencyTest.Sample(Program(0)).Bug!;
        var schedule = Schedule.Read(found.Schedule.Write());
        var same = ConcurrencyTest.Replay(Program(0), schedule);
        Assert.Equal(OutcomeKind.Failed, same.Outcome.Kind);
        Assert.Empty(same.Misfits);
        var less = ConcurrencyTest.Replay(Program(1), schedule);
        Assert.Equal(OutcomeKind.Failed, less.Outcome.Kind);
        Assert.Equal(2, less.Misfits.Count);
        Assert.Matches("line \\d+: '(first|second) \\| write log' is left out: the thread does not do it any more", less.Misfits[0]);
        var more = ConcurrencyTest.Replay(Program(2), schedule);
        Assert.Equal(OutcomeKind.Failed, more.Outcome.Kind);
        Assert.Contains(more.Misfits, misfit => misfit.EndsWith("| write log' is new", StringComparison.Ordinal));
        Assert.Contains(more.Misfits[0], more.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_says_how_much_there_is_left()
    {
        var program = Catalogue.Bugs.Single(one => one.Name == "test-then-set").Fixed ?? throw new InvalidOperationException("it has a fix");
        var settings = new TestSettings { MeasuresCoverage = true };
        var all = ConcurrencyTest.Exhaust(program, settings with { Executions = long.MaxValue });
        Assert.True(all.Complete);
        Assert.Equal(all.Executions, all.Coverage!.Traces);
        Assert.Null(all.Coverage.SeenByWalks);
        Assert.Equal(0, all.Coverage.NextIsNew);
        Assert.Contains("all there are", all.ToString(), StringComparison.Ordinal);
        var few = ConcurrencyTest.Sample(program, settings with { Executions = 2 });
        var many = ConcurrencyTest.Sample(program, settings with { Executions = 5000 });
        Assert.Equal(all.Executions, many.Coverage!.Traces);
        Assert.Equal((all.Coverage.Pairs, all.Coverage.BothWays), (many.Coverage.Pairs, many.Coverage.BothWays));
        Assert.True(few.Coverage!.NextIsNew > many.Coverage.NextIsNew);
        var cut = ConcurrencyTest.Exhaust(program, settings with { Executions = Math.Max(1, all.Executions / 2) });
        Assert.False(cut.Complete);
        Assert.InRange(cut.Coverage!.SeenByWalks!.Value, 0.01, 0.99);
        Assert.Null(ConcurrencyTest.Sample(program, new TestSettings { Executions = 2 }).Coverage);
    }

    /// <summary>A program that was mended ends well under the old schedule, also where every line of it still fits.</summary>
    [Fact]
    public void A_schedule_of_a_program_that_was_mended_is_followed_to_the_end()
    {
        var known = Catalogue.Bugs.Single(one => one.Name == "bounded-buffer");
        var found = ConcurrencyTest.Sample(known.Program).Bug!;
        var mended = ConcurrencyTest.Replay(known.Fixed!, Schedule.Read(found.Schedule.Write()));
        Assert.Equal(OutcomeKind.Completed, mended.Outcome.Kind);
        Assert.Empty(mended.Misfits);
    }

    [Fact]
    public void A_livelock_replays_as_one_and_its_file_says_the_limit_and_the_seed()
    {
        var known = Catalogue.Bugs.Single(one => one.Name == "polite-threads");
        var found = ConcurrencyTest.Sample(known.Program, new TestSettings { StepLimit = 100, Seed = 5 }).Bug!;
        var text = found.Schedule.Write();
        Assert.StartsWith("schedule 1\nseed: 5\nlimit: 100\n", text, StringComparison.Ordinal);
        var again = ConcurrencyTest.Replay(known.Program, Schedule.Read(text));
        Assert.Equal((OutcomeKind.Livelock, 100), (again.Outcome.Kind, again.Schedule.Decisions.Count));
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => Schedule.Read("schedule 1\nhue: 5\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_and_an_uncontrolled_wait_say_where()
    {
        var failed = ConcurrencyTest.Sample(world => world.Spawn("one", async () =>
        {
            await world.Yield();
            await Throw(world);
        })).Bug!;
        Assert.StartsWith("VerdictTests.Throw in VerdictTests.cs:", failed.Story.Thrown[0], StringComparison.Ordinal);
        Assert.StartsWith("VerdictTests.An_exception_and_an_uncontrolled_wait_say_where (local)", failed.Story.Thrown[1], StringComparison.Ordinal);
        Assert.Contains("thrown\n    at VerdictTests.Throw", StoryTable.Write(failed.Story), StringComparison.Ordinal);
        var misused = ConcurrencyTest.Sample(world => world.Spawn("one", async () => await Task.Delay(1, TestContext.Current.CancellationToken))).Bug!;
        Assert.Equal(OutcomeKind.Misuse, misused.Outcome.Kind);
        Assert.Contains(misused.Story.Thrown, call => call.Contains("VerdictTests.cs:", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_scheduling_point_is_told_too()
    {
        var bug = ConcurrencyTest.Sample(world =>
        {
            var held = new Exploration.Primitives.Mutex(world, "m");
            var filled = new Condition(world, "filled", held);
            world.Spawn("taker", async () =>
            {
                await held.Acquire();
                await filled.Wait();
            });
            world.Spawn("holder", async () =>
            {
                await held.Acquire();
                await world.Yield();
            });
        }).Bug!;
        Assert.Equal(OutcomeKind.Deadlock, bug.Outcome.Kind);
        Assert.Contains("holder would have to do something, and has ended", bug.Outcome.Message, StringComparison.Ordinal);
        var silent = ConcurrencyTest.Sample(world =>
        {
            var held = new Exploration.Primitives.Mutex(world, "m");
            var filled = new Condition(world, "filled", held);
            world.Spawn("taker", async () =>
            {
                await held.Acquire();
                await filled.Wait();
            });
        }).Bug!;
        Assert.Contains("nobody has signalled filled", silent.Outcome.Message, StringComparison.Ordinal);
        Assert.Equal(["begins to wait for filled", "releases m"], silent.Story.Steps.SelectMany(step => step.Accesses));
    }

    private static async Routine Throw(World world)
    {
        await world.Yield();
        throw new InvalidOperationException("nothing is there");
    }

    private static async Routine Outer(World world, Plain<int> field, bool waits) => await Inner(world, field, waits);

    private static async Routine Inner(World world, Plain<int> field, bool waits)
    {
        if (waits)
        {
            await world.Yield();
        }

        field.Value++;
        await world.Yield();
    }
}
