using Exploration;
using Exploration.Gallery;
using Exploration.Gallery.Models;
using Exploration.Strategies;
using Xunit;

namespace Migconf.Tests.Gallery;

/// <summary>The published numbers of classes, each visited once, and nothing given up on the way.</summary>
public sealed class LiteratureTests
{
    [Theory]
    [InlineData("readers", 2, 4)]
    [InlineData("readers", 8, 256)]
    [InlineData("readers", 10, 1024)]
    [InlineData("indexer", 11, 1)]
    [InlineData("indexer", 12, 8)]
    [InlineData("indexer", 15, 4096)]
    [InlineData("file-system", 13, 1)]
    [InlineData("file-system", 14, 2)]
    [InlineData("file-system", 16, 8)]
    [InlineData("file-system", 18, 32)]
    [InlineData("file-system", 19, 64)]
    [InlineData("last-zero", 5, 64)]
    [InlineData("last-zero", 10, 3328)]
    [InlineData("writers", 6, 720)]
    [InlineData("one-lock", 3, 90)]
    [InlineData("lost-update", 0, 4)]
    public void Each_class_is_visited_once(string name, int size, long classes)
    {
        Action<World> program = name switch
        {
            "readers" => world => Literature.Readers(world, size),
            "indexer" => world => Literature.Indexer(world, size),
            "file-system" => world => Literature.FileSystem(world, size),
            "last-zero" => world => Literature.LastZero(world, size),
            "writers" => world => Literature.Writers(world, size),
            "one-lock" => world => Literature.OneLock(world, size, 2),
            _ => LostUpdate.Unchecked,
        };
        var search = new OptimalReduction();
        while (search.Begin())
        {
            var world = new World(search);
            program(world);
            world.Run();
        }

        Assert.Equal(classes, search.Traces);
        Assert.Equal(classes, search.Executions);
    }

    /// <summary>The numbers of facts: coyote, by which a port of the models is known to be right.</summary>
    [Theory]
    [InlineData("bb", 77.8, 1.5)]
    [InlineData("lu", 54.6, 1.5)]
    [InlineData("mig", 12.1, 1.0)]
    public void A_random_walk_meets_the_bugs_of_the_models_as_often_as_elsewhere(string model, double percent, double tolerance)
    {
        const int executions = 20_000;
        Action<World> program = model switch
        {
            "bb" => BoundedBuffer.SignalsOne,
            "lu" => LostUpdate.Checked,
            _ => SplitBrain.Common,
        };
        var bugs = 0;
        for (var seed = 0UL; seed < executions; seed++)
        {
            var world = new World(new RandomWalk(seed));
            program(world);
            bugs += world.Run().IsBug ? 1 : 0;
        }

        Assert.InRange(100.0 * bugs / executions, percent - tolerance, percent + tolerance);
    }
}
