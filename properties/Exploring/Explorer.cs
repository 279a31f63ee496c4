using Exploration;
using Exploration.Schedules;
using Exploration.Strategies;
using Migconf.Properties.Laws;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>What exploring a scenario found.</summary>
/// <param name="Interleavings">Executions that differ in more than the order of steps that may be swapped; with a bound
/// on preemptions, executions that differ in any step, less those that met a state seen before.</param>
/// <param name="Operations">Operations done in all executions together.</param>
/// <param name="Complete">Everything (within the bound) was visited.</param>
/// <param name="Failure">The first failure, if any.</param>
public sealed record ExplorationResult(long Interleavings, long Operations, bool Complete, Failure? Failure)
{
    /// <summary>How the executions ended: statuses and run states of both sides, each in one line.</summary>
    public IReadOnlySet<string> Endings { get; init; } = new SortedSet<string>(StringComparer.Ordinal);
}

/// <summary>A law that was broken, or a scenario that came to no end, and the schedule that shows it.</summary>
public sealed record Failure(string Law, string Message, Schedule Schedule);

/// <summary>Runs a scenario on the reference in all interleavings, and holds every law against each.</summary>
public static class Explorer
{
    /// <summary>The law that a scenario comes to its end; it has no class of its own.</summary>
    public const string LivenessId = "LIVE-1";

    public const string LivenessSentence = "every step of a scenario comes to an end";

    /// <param name="scenario">What is done.</param>
    /// <param name="settings">To whom.</param>
    /// <param name="within">Only interleavings within this bound; null: all.</param>
    /// <param name="operationLimit">Operations after which the search gives up.</param>
    public static ExplorationResult Explore(Scenario scenario, PairSettings settings, Within? within, long operationLimit)
    {
        // What the search leaves of a space that is too large is sampled: it changes the last decisions first, walks change any.
        const int ForWalks = 3;
        var searchLimit = within is null ? operationLimit - (operationLimit / ForWalks) : operationLimit;
        ISearch search = within is { } bound ? new DepthFirst(bound.Most, counted: bound.Counted) : new OptimalReduction();
        var (interleavings, operations) = (0L, 0L);
        var endings = new SortedSet<string>(StringComparer.Ordinal);
        var trail = new Trail(search);
        while (search.Begin())
        {
            trail.Clear();
            var failure = Execute(scenario, settings, trail, out var outcome, out var steps, model => Note(model, endings));
            operations += steps;
            interleavings += outcome == OutcomeKind.Pruned ? 0 : 1;
            if (failure is not null)
            {
                return new(interleavings, operations, false, failure with { Schedule = Write(scenario, settings, trail.Again()) });
            }

            if (operations >= searchLimit)
            {
                return within is null
                    ? Walk(scenario, settings, new(interleavings, operations, false, null) { Endings = endings }, operationLimit)
                    : new(interleavings, operations, false, null) { Endings = endings };
            }
        }

        return new(interleavings, operations, true, null) { Endings = endings };
    }

    /// <summary>Random walks, the same ones every time, until the operations are used up.</summary>
    private static ExplorationResult Walk(Scenario scenario, PairSettings settings, ExplorationResult before, long operationLimit)
    {
        var (interleavings, operations) = (before.Interleavings, before.Operations);
        var endings = new SortedSet<string>(before.Endings, StringComparer.Ordinal);
        for (var seed = 1UL; operations < operationLimit; seed++)
        {
            var failure = Execute(scenario, settings, new RandomWalk(seed), out _, out var steps, model => Note(model, endings));
            operations += steps;
            interleavings++;
            if (failure is not null)
            {
                return new(interleavings, operations, false, failure with { Schedule = Write(scenario, settings, new RandomWalk(seed)) });
            }
        }

        return new(interleavings, operations, false, null) { Endings = endings };
    }

    private static void Note(Model model, SortedSet<string> endings)
    {
        if (model.History.Settled)
        {
            var (source, destination) = (model.Pair.Source, model.Pair.Destination);
            endings.Add($"source {Ending(source, source.Outgoing.State.Now.Status)}, destination {Ending(destination, destination.Incoming.State.Now.Status)}");
        }
    }

    private static string Ending(Vmm vmm, MigrationStatus status) =>
        vmm.IsAlive ? $"{status.QmpName()} and {vmm.Guest.State.QmpName()}" : "gone";

    private static Schedule Write(Scenario scenario, PairSettings settings, IStrategy strategy)
    {
        var recorder = new Recorder(strategy);
        Execute(scenario, settings, recorder);
        return recorder.Schedule;
    }

    /// <summary>Runs one execution; null when every law held.</summary>
    /// <param name="scenario">What is done.</param>
    /// <param name="settings">To whom.</param>
    /// <param name="strategy">In which interleaving.</param>
    /// <param name="look">Is shown the pair and its history at the end.</param>
    public static Failure? Execute(Scenario scenario, PairSettings settings, IStrategy strategy, Action<Model>? look = null) =>
        Execute(scenario, settings, strategy, out _, out _, look);

    /// <summary>The same to its end, whatever law is broken on the way.</summary>
    public static void ExecuteLawless(Scenario scenario, PairSettings settings, IStrategy strategy, Action<Model> look) =>
        Execute(scenario, settings, strategy, out _, out _, look, isLawless: true);

    private static Failure? Execute(
        Scenario scenario, PairSettings settings, IStrategy strategy, out OutcomeKind kind, out int steps, Action<Model>? look = null, bool isLawless = false)
    {
        var world = new World(strategy);
        var pair = new ReferencePair(world, scenario, settings);
        pair.Link.Ownership.IsWatched = true;
        var model = new Model(pair, new History(scenario, settings.Source, settings.Destination));
        var harness = new ScriptedHarness(world, scenario, model);
        if (!isLawless)
        {
            world.AddInvariant(() => Hold(model));
        }

        var outcome = world.Run();
        (kind, steps) = (outcome.Kind, world.Steps);
        model.History.IsOver |= harness.IsClosing;
        look?.Invoke(model);
        return outcome.Kind switch
        {
            OutcomeKind.Pruned => null,
            OutcomeKind.Completed when harness.IsFinished => AtEnd(model),
            OutcomeKind.Failed when outcome.Error is LawBrokenException broken => new(broken.Law.Id, broken.Message, Empty),
            OutcomeKind.Failed or OutcomeKind.Misuse => new("exception", outcome.Error!.ToString(), Empty),
            OutcomeKind.StepLimit => new("step-limit", outcome.Message, Empty),
            _ => AtEnd(model) ?? new(LivenessId, $"law {LivenessId}: {LivenessSentence} ({harness.Waiting}; {outcome.Message})", Empty),
        };
    }

    private static Schedule Empty => new([]);

    private static void Hold(Model model)
    {
        foreach (var law in LawBook.All)
        {
            if (law.CheckModel(model) is { } detail)
            {
                throw new LawBrokenException(law, detail);
            }
        }
    }

    private static Failure? AtEnd(Model model)
    {
        foreach (var law in LawBook.All)
        {
            if (law.CheckHistory(model.History) is { } detail)
            {
                return new Failure(law.Id, new LawBrokenException(law, detail).Message, Empty);
            }
        }

        return null;
    }
}
