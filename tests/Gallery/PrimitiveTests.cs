using Exploration;
using Exploration.Primitives;
using Exploration.Testing;
using Xunit;

namespace Migconf.Tests.Gallery;

/// <summary>What each object of the world lets happen in some execution, and what in none.</summary>
public sealed class PrimitiveTests
{
    [Fact]
    public void Readers_are_inside_together_and_a_writer_alone()
    {
        var most = Ends(world =>
        {
            var gate = new Exploration.Primitives.ReaderWriterLock(world, "gate");
            var inside = new Shared<int>(world, "inside", 0);
            var together = new Shared<int>(world, "together", 0);
            for (var reader = 0; reader < 2; reader++)
            {
                world.Spawn($"reader {reader}", async () =>
                {
                    await gate.EnterRead();
                    inside.Set(inside.Value + 1);
                    together.Set(Math.Max(together.Value, inside.Value));
                    await world.Yield();
                    inside.Set(inside.Value - 1);
                    gate.ExitRead();
                });
            }

            world.Spawn("writer", async () =>
            {
                await gate.EnterWrite();
                Assert.Equal(0, inside.Value);
                await world.Yield();
                Assert.Equal(0, inside.Value);
                gate.ExitWrite();
            });
            return () => together.Value;
        });
        Assert.Equal([1, 2], most);
    }

    [Fact]
    public void A_semaphore_lets_in_as_many_as_it_has_permits()
    {
        var most = Ends(world =>
        {
            var permits = new Exploration.Primitives.Semaphore(world, "permits", 2);
            var inside = new Shared<int>(world, "inside", 0);
            var together = new Shared<int>(world, "together", 0);
            for (var thread = 0; thread < 3; thread++)
            {
                world.Spawn($"thread {thread}", async () =>
                {
                    await permits.Wait();
                    inside.Set(inside.Value + 1);
                    together.Set(Math.Max(together.Value, inside.Value));
                    await world.Yield();
                    inside.Set(inside.Value - 1);
                    permits.Release();
                });
            }

            return () => together.Value;
        });
        Assert.Equal([1, 2], most);
    }

    [Fact]
    public void A_barrier_lets_nobody_on_before_all_have_come_and_serves_twice()
    {
        var program = (World world) =>
        {
            var barrier = new Exploration.Primitives.Barrier(world, "barrier", 2);
            var come = new Shared<int>(world, "come", 0);
            for (var thread = 0; thread < 2; thread++)
            {
                world.Spawn($"thread {thread}", async () =>
                {
                    for (var round = 1; round <= 2; round++)
                    {
                        come.Set(come.Value + 1);
                        await barrier.SignalAndWait();
                        Assert.True(come.Value >= 2 * round);
                    }
                });
            }
        };
        var report = ConcurrencyTest.Exhaust(program);
        Assert.True(report is { Bug: null, Complete: true }, report.ToString());
    }

    [Fact]
    public void Arrivals_at_a_barrier_are_one_class()
    {
        var report = ConcurrencyTest.Exhaust(world =>
        {
            var barrier = new Exploration.Primitives.Barrier(world, "barrier", 4);
            for (var thread = 0; thread < 4; thread++)
            {
                world.Spawn($"thread {thread}", async () => await barrier.SignalAndWait());
            }
        });
        Assert.Equal(1, report.Executions);
    }

    [Fact]
    public void What_is_in_a_channel_that_breaks_is_lost()
    {
        var received = Ends(world =>
        {
            var channel = new Channel<int>(world, "channel");
            var sum = new Shared<int>(world, "sum", 0);
            world.Spawn("sender", async () =>
            {
                await channel.Send(1);
                await channel.Send(2);
            });
            world.Spawn("network", async () =>
            {
                await world.Yield();
                channel.Break();
            });
            world.Spawn("receiver", async () =>
            {
                while (await channel.Receive() is (true, var item))
                {
                    sum.Set(sum.Value + item);
                }
            });
            return () => sum.Value;
        });
        Assert.Equal([0, 1, 3], received);
    }

    [Fact]
    public void Each_thread_has_its_own_local()
    {
        var report = ConcurrencyTest.Exhaust(world =>
        {
            var local = new Local<int>(world, () => 5);
            for (var thread = 0; thread < 2; thread++)
            {
                var own = thread;
                world.Spawn($"thread {own}", async () =>
                {
                    Assert.Equal(5, local.Value);
                    local.Value = own;
                    await world.Yield();
                    Assert.Equal(own, local.Value);
                });
            }
        });
        Assert.True(report is { Bug: null, Complete: true }, report.ToString());
    }

    /// <summary>What is done before a spawn and after a join is ordered with the child; what is done between is not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spawn_and_join_order_what_a_thread_does(bool between)
    {
        var report = ConcurrencyTest.Exhaust(world =>
        {
            var field = new Plain<int>(world, "field", 0);
            world.Spawn("main", async () =>
            {
                field.Value = 1;
                var child = world.Spawn("child", async () =>
                {
                    await world.Yield();
                    field.Value++;
                });
                if (between)
                {
                    await world.Yield();
                    field.Value = 5;
                }

                await child.Join();
                Assert.Equal(2, field.Value);
            });
        });
        Assert.Equal(between ? OutcomeKind.DataRace : null, report.Bug?.Outcome.Kind);
    }

    [Fact]
    public void A_routine_that_is_awaited_twice_is_told()
    {
        var report = ConcurrencyTest.Exhaust(world => world.Spawn("main", async () =>
        {
            var routine = Step(world);
            await routine;
            await routine;
        }));
        Assert.Equal(OutcomeKind.Misuse, report.Bug?.Outcome.Kind);
        Assert.Contains("a second time", report.Bug!.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_task_is_told()
    {
        var report = ConcurrencyTest.Exhaust(world => world.Spawn("main", async () => await Task.Delay(1, TestContext.Current.CancellationToken)));
        Assert.Equal(OutcomeKind.Misuse, report.Bug?.Outcome.Kind);
        Assert.Contains("which the world does not schedule", report.Bug!.Outcome.Message, StringComparison.Ordinal);
    }

    private static async Routine Step(World world) => await world.Yield();

    /// <summary>The different results of all executions.</summary>
    private static List<int> Ends(Func<World, Func<int>> program)
    {
        var ends = new SortedSet<int>();
        var report = ConcurrencyTest.Exhaust(world =>
        {
            var result = program(world);
            world.AtEnd(() => ends.Add(result()));
        });
        Assert.True(report is { Bug: null, Complete: true }, report.ToString());
        return [.. ends];
    }
}
