using Exploration;
using Exploration.Gallery;
using Exploration.Strategies;
using Exploration.Testing;
using Xunit;

namespace Migconf.Tests.Reduction;

/// <summary>A bounded search that leaves out states it has seen ends in whatever the one that leaves out nothing ends in.</summary>
public sealed class BoundTests
{
    [Theory]
    [InlineData(Bound.Preemptions, 0)]
    [InlineData(Bound.Preemptions, 1)]
    [InlineData(Bound.Preemptions, 2)]
    [InlineData(Bound.Delays, 1)]
    [InlineData(Bound.Delays, 2)]
    public void Merged_states_hide_no_end(Bound counted, int bound)
    {
        var (all, merged) = (0L, 0L);
        for (var seed = 0UL; seed < 200; seed++)
        {
            var program = new RandomProgram(seed, 3, 3);
            var wanted = Ends(program, new DepthFirst(bound, mergesStates: false, counted), ref all);
            var found = Ends(program, new DepthFirst(bound, mergesStates: true, counted), ref merged);
            Assert.True(wanted.SetEquals(found), $"seed {seed}: {wanted.Count} ends, {found.Count} found\n{program}");
        }

        Assert.True(merged < all, $"{merged} of {all} executions");
    }

    [Fact]
    public void Delays_find_what_preemptions_find()
    {
        var program = Catalogue.Bugs.Single(one => one.Name == "test-then-set").Program;
        Assert.Null(ConcurrencyTest.Deepen(program, 0, counted: Bound.Delays).Bug);
        Assert.NotNull(ConcurrencyTest.Deepen(program, 2, counted: Bound.Delays).Bug);
    }

    private static HashSet<(OutcomeKind, string, ulong)> Ends(RandomProgram program, DepthFirst search, ref long executions)
    {
        var ends = new HashSet<(OutcomeKind, string, ulong)>();
        while (search.Begin())
        {
            var world = new World(new Hashing(search));
            program.Set(world);
            var outcome = world.Run();
            if (outcome.Kind != OutcomeKind.Pruned)
            {
                ends.Add((outcome.Kind, outcome.Message, world.Fingerprint));
            }
        }

        executions += search.Executions;
        return ends;
    }

    /// <summary>Asks for fingerprints, also where the search does not.</summary>
    private sealed class Hashing(DepthFirst inner) : IRetracing
    {
        public Tracking Tracking => inner.Tracking | Tracking.Fingerprints;

        public ControlledThread? Retraced(World world) => inner.Retraced(world);

        public int NextThread(World world, ReadOnlySpan<ControlledThread> ready) => inner.NextThread(world, ready);

        public int NextChoice(World world, int count, string about) => inner.NextChoice(world, count, about);
    }
}
