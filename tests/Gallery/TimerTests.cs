using Exploration;
using Exploration.Primitives;
using Exploration.Testing;
using Xunit;
using Timer = Exploration.Primitives.Timer;

namespace Migconf.Tests.Gallery;

/// <summary>Timers of the virtual clock.</summary>
public sealed class TimerTests
{
    [Theory]
    [InlineData(10, 5, true)]
    [InlineData(5, 10, false)]
    public void A_timer_fires_unless_it_is_stopped_before(long sleeps, long fires, bool expected) => Assert.Null(Exhaust(world =>
    {
        var clock = new VirtualClock(world);
        var fired = new Shared<bool>(world, "fired", false);
        world.Spawn("main", async () =>
        {
            var timer = clock.After(fires, "timer", async () => await fired.Write(true));
            await clock.Sleep(sleeps);
            var stopped = timer.Stop();
            Assert.NotEqual(timer.HasFired, stopped);
            Assert.False(timer.Stop());
        });
        world.AtEnd(() => Assert.Equal(expected, fired.Value));
    }).Bug);

    /// <summary>Equal times: both orders happen.</summary>
    [Fact]
    public void An_answer_may_come_in_the_moment_it_is_given_up()
    {
        var ends = new HashSet<string>();
        var report = Exhaust(world =>
        {
            var clock = new VirtualClock(world);
            var result = new Shared<string>(world, "result", "");
            Timer? timeout = null;
            world.Spawn("main", async () =>
            {
                timeout = clock.After(5, "time-out", async () => await result.Write("given up"));
                await clock.Sleep(5);
                if (timeout.Stop())
                {
                    await result.Write("answered");
                }
            });
            world.AtEnd(() => ends.Add(result.Value));
        });
        Assert.True(report.Complete);
        Assert.Equal(["answered", "given up"], ends.Order());
    }

    [Fact]
    public void Who_died_in_its_sleep_keeps_nobody_waiting() => Assert.Null(Exhaust(world =>
    {
        var clock = new VirtualClock(world);
        var dead = world.Spawn("dies", async () => await clock.Sleep(1), mortal: true);
        world.Spawn("kills", async () =>
        {
            await world.Yield();
            dead.Stop();
        });
        world.Spawn("sleeps", async () => await clock.Sleep(2));
    }).Bug);

    private static TestReport Exhaust(Action<World> program) => ConcurrencyTest.Exhaust(program);
}
