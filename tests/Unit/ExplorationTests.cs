using Exploration;
using Exploration.Primitives;
using Exploration.Schedules;
using Exploration.Strategies;
using Xunit;
using Mutex = Exploration.Primitives.Mutex;

namespace Migconf.Tests.Unit;

public sealed class ExplorationTests
{
    /// <summary>Two threads read, add one, and write: the classical lost update.</summary>
    private static (World World, Shared<int> Sum) LostUpdate(IStrategy strategy)
    {
        var world = new World(strategy);
        var sum = new Shared<int>(world, "sum", 0);
        async Routine Add()
        {
            var seen = await sum.Read();
            await sum.Write(seen + 1);
        }

        world.Spawn("a", Add);
        world.Spawn("b", Add);
        return (world, sum);
    }

    [Fact]
    public void Depth_first_finds_both_results_of_a_lost_update()
    {
        var sums = new HashSet<int>();
        var search = new DepthFirst();
        while (search.Begin())
        {
            var (world, sum) = LostUpdate(search);
            if (world.Run().Kind == OutcomeKind.Completed)
            {
                sums.Add(sum.Value);
            }
        }

        Assert.Equal([1, 2], sums.Order());
    }

    [Fact]
    public void Without_preemptions_no_update_is_lost()
    {
        var search = new DepthFirst(0);
        while (search.Begin())
        {
            var (world, sum) = LostUpdate(search);
            if (world.Run().Kind == OutcomeKind.Completed)
            {
                Assert.Equal(2, sum.Value);
            }
        }
    }

    [Fact]
    public void Two_locks_in_opposite_order_deadlock()
    {
        var found = false;
        var search = new DepthFirst(1);
        while (search.Begin())
        {
            var world = new World(search);
            var (first, second) = (new Mutex(world, "first"), new Mutex(world, "second"));
            async Routine Take(Mutex one, Mutex other)
            {
                await one.Acquire();
                await other.Acquire();
                other.Release();
                one.Release();
            }

            world.Spawn("a", () => Take(first, second));
            world.Spawn("b", () => Take(second, first));
            found |= world.Run().Kind == OutcomeKind.Deadlock;
        }

        Assert.True(found);
    }

    [Fact]
    public void A_schedule_survives_its_file_and_replays_to_the_letter()
    {
        var recorder = new Recorder(new RandomWalk(7));
        var (world, sum) = LostUpdate(recorder);
        world.Run();
        var schedule = Schedule.Read(recorder.Schedule.Write());
        for (var time = 0; time < 100; time++)
        {
            var again = new Recorder(new Replay(schedule));
            var (replayed, result) = LostUpdate(again);
            replayed.Run();
            Assert.Equal(sum.Value, result.Value);
            Assert.Equal(schedule.Write(), again.Schedule.Write());
        }
    }

    [Fact]
    public void A_schedule_that_does_not_fit_is_refused_with_its_line()
    {
        var world = LostUpdate(new Replay(new Schedule([new Decision("nobody", "read sum")]))).World;
        var error = Assert.Throws<ScheduleMismatchException>(world.Run);
        Assert.StartsWith("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Awaiting_an_uncontrolled_task_is_named()
    {
        var world = new World(new RandomWalk(1));
        world.Spawn("a", async () => await Task.Delay(1, TestContext.Current.CancellationToken));
        var outcome = world.Run();
        Assert.Equal(OutcomeKind.Misuse, outcome.Kind);
        Assert.IsType<UncontrolledAwaitException>(outcome.Error!.InnerException);
    }

    [Fact]
    public void A_condition_hands_items_over_and_a_channel_closes()
    {
        var search = new DepthFirst();
        while (search.Begin())
        {
            var world = new World(search);
            var channel = new Channel<int>(world, "items", 1);
            var received = new List<int>();
            world.Spawn("sender", async () =>
            {
                await channel.Send(1);
                await channel.Send(2);
                channel.Close();
            });
            world.Spawn("receiver", async () =>
            {
                while (await channel.Receive() is (true, var item))
                {
                    received.Add(item);
                }
            });
            if (world.Run().Kind == OutcomeKind.Completed)
            {
                Assert.Equal([1, 2], received);
            }
        }
    }

    [Fact]
    public void Sleepers_wake_in_order_of_their_time()
    {
        var search = new DepthFirst();
        while (search.Begin())
        {
            var world = new World(search);
            var clock = new VirtualClock(world);
            var order = new List<int>();
            foreach (var time in new[] { 30, 10, 20 })
            {
                world.Spawn($"sleeper {time}", async () =>
                {
                    await clock.Sleep(time);
                    order.Add(time);
                });
            }

            if (world.Run().Kind == OutcomeKind.Completed)
            {
                Assert.Equal(3, order.Count);
            }
        }
    }
}
