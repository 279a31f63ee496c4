using System.Text.Json.Nodes;
using Exploration;
using Exploration.Strategies;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Reference;

/// <summary>The reference of a release, as something that can be checked.</summary>
public sealed record ReferenceImplementation(string Release) : IImplementation
{
    public string Name => $"reference-{Release}";

    public string Version => "reference";
}

/// <summary>Pairs of reference VMMs, each under a random schedule of its own.</summary>
public sealed class ReferenceBenchFactory(Release source, Release destination, Rules rules, ulong seed) : IBenchFactory
{
    private ulong started;

    public IImplementation Source { get; } = new ReferenceImplementation(source.Name);

    public IImplementation Destination { get; } = new ReferenceImplementation(destination.Name);

    public Task<IBench> Start(Scenario scenario, CancellationToken cancel) => Task.FromResult<IBench>(
        new ReferenceBench(scenario, new PairSettings(source, destination, rules), StableHash.Mix(seed, ++started)));
}

/// <summary>Two reference VMMs seen only through their command interfaces. Time is the number of operations: nothing
/// waits, and a time-out means that nothing more can happen.</summary>
public sealed class ReferenceBench : IBench
{
    private readonly World world;
    private readonly ReferencePair pair;
    private readonly Queue<Sight> sights = new();
    private readonly HashSet<(Side Side, int Id)> unanswered = [];

    public ReferenceBench(Scenario scenario, PairSettings settings, ulong seed)
    {
        world = new World(new RandomWalk(seed));
        pair = new ReferencePair(world, scenario, settings);
        foreach (var vmm in new[] { pair.Source, pair.Destination })
        {
            vmm.Outlet.Listener = observation =>
            {
                var sight = Show(vmm.Side, observation);
                unanswered.RemoveWhere(other => other.Side == sight.Side && other.Id == sight.Message?["id"]?.GetValue<int>());
                sights.Enqueue(sight);
            };
        }
    }

    public TimeSpan Elapsed => TimeSpan.FromMicroseconds(world.Steps);

    public IReadOnlyDictionary<Side, string> CommandLines { get; } = new Dictionary<Side, string>
    {
        [Side.Source] = "reference",
        [Side.Destination] = "reference",
    };

    public ValueTask Send(SendAction send, CancellationToken cancel)
    {
        var (side, id, command, arguments) = send;
        var vmm = pair[side];
        var parsed = QmpCommands.Parse(id, command, arguments);
        if (send.IsOutOfBand)
        {
            vmm.Monitor.ExecuteOutOfBand(parsed);
            return ValueTask.CompletedTask;
        }

        var isBehind = unanswered.Any(other => other.Side == side);
        unanswered.Add((side, id));
        world.Spawn($"{side.Name()} command {id}", async () => await vmm.MainLoop.Submit(parsed, isBehind), daemon: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask Link(LinkAction action, CancellationToken cancel)
    {
        pair.Act(action);
        return ValueTask.CompletedTask;
    }

    public ValueTask Unplug(CancellationToken cancel)
    {
        pair.Source.Unplug();
        return ValueTask.CompletedTask;
    }

    public ValueTask LockDisk(bool locks, CancellationToken cancel)
    {
        pair.Image?.HoldElsewhere(locks);
        return ValueTask.CompletedTask;
    }

    public ValueTask Kill(Side side, CancellationToken cancel)
    {
        pair.Kill(side);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Sight?> NextSight(TimeSpan patience, CancellationToken cancel)
    {
        while (sights.Count == 0 && world.Step())
        {
        }

        return ValueTask.FromResult(sights.TryDequeue(out var sight) ? sight : null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Sight Show(Side side, Observation observation) =>
        observation.Text.StartsWith("exit ", StringComparison.Ordinal)
            ? new Sight(side, null, int.Parse(observation.Text[5..], System.Globalization.CultureInfo.InvariantCulture))
            : new Sight(side, Projection.ToMessage(observation), null);
}
