using Exploration.Primitives;

namespace Exploration.Gallery.Models;

/// <summary>Two threads add one to a counter that nothing protects. Model <c>lu</c> of facts: coyote.</summary>
public static class LostUpdate
{
    public static void Checked(World world) => Build(world, checks: true);

    public static void Unchecked(World world) => Build(world, checks: false);

    private static void Build(World world, bool checks)
    {
        var counter = new Shared<int>(world, "counter", 0);
        world.Spawn("main", async () =>
        {
            var first = world.Spawn("first", Add);
            await world.Yield();
            var second = world.Spawn("second", Add);
            await world.Yield();
            await first.Join();
            await second.Join();
        });
        if (checks)
        {
            world.AtEnd(() => Claim.That(counter.Value == 2, $"the counter is {counter.Value}"));
        }

        async Routine Add()
        {
            var seen = await counter.Read();
            await world.Yield();
            seen++;
            await counter.Write(seen);
        }
    }
}
