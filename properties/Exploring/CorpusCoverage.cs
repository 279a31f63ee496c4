using Exploration.Strategies;
using Migconf.Properties.Laws;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Exploring;

/// <summary>What the scenarios reach: edges of the status graphs, and commands and options in each status that was last shown when they
/// were sent. Drawn by random walks, the same ones every time.</summary>
public sealed class CorpusCoverage
{
    private readonly HashSet<(string Release, Side Side, MigrationStatus From, MigrationStatus To)> edges = [];
    private readonly Dictionary<(Side Side, string Command, MigrationStatus Status), (int Accepted, int Refused)> commands = [];

    private readonly Dictionary<(Side Side, string Option, MigrationStatus Status), (int Accepted, int Refused)> options = [];

    public static CorpusCoverage Of(IReadOnlyList<Scenario> corpus, int walks)
    {
        var coverage = new CorpusCoverage();
        foreach (var release in Releases.All)
        {
            var settings = new PairSettings(release, release, new Rules()) { GuestWrites = 1 };
            foreach (var scenario in corpus.Where(one => one.IsFor(release)))
            {
                for (var seed = 1; seed <= walks; seed++)
                {
                    Explorer.Execute(scenario, settings, new RandomWalk((ulong)seed), model => coverage.Add(release, model.History));
                }
            }
        }

        return coverage;
    }

    /// <summary>Whether an edge was taken.</summary>
    public bool Has(Release release, Side side, StatusEdge edge) => edges.Contains((release.Name, side, edge.From, edge.To));

    /// <summary>Edges of a release's graph that no scenario took.</summary>
    public IEnumerable<(Release Release, Side Side, StatusEdge Edge)> MissedEdges() =>
        from release in Releases.All
        from side in new[] { Side.Source, Side.Destination }
        from edge in StatusGraph.Of(side)
        where edge.IsIn(release) && !Has(release, side, edge)
        select (release, side, edge);

    /// <summary>How often a command was accepted and refused in a status, over all releases.</summary>
    public (int Accepted, int Refused) Count(Side side, string command, MigrationStatus status) =>
        commands.GetValueOrDefault((side, command, status));

    /// <summary>How often a change of a capability or parameter was accepted and refused in a status, over all releases.</summary>
    public (int Accepted, int Refused) CountOf(Side side, string option, MigrationStatus status) =>
        options.GetValueOrDefault((side, option, status));

    /// <summary>Capabilities and parameters of all releases.</summary>
    public static IEnumerable<string> Options => [.. Capability.All.Select(one => one.Name), .. Parameter.All.Select(one => one.Name)];

    /// <summary>Statuses a side shows in some release.</summary>
    public static IReadOnlyList<MigrationStatus> StatusesOf(Side side) =>
        [.. StatusGraph.Of(side).SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Order()];

    public static IEnumerable<string> Commands => CommandBook.Names;

    private static void Count(
        Dictionary<(Side Side, string Name, MigrationStatus Status), (int Accepted, int Refused)> counts, (Side Side, string Name, MigrationStatus Status) key, string kind)
    {
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count = kind == "error" ? (count.Accepted, count.Refused + 1) : (count.Accepted + 1, count.Refused);
    }

    private void Add(Release release, History history)
    {
        var now = new Dictionary<Side, MigrationStatus> { [Side.Source] = MigrationStatus.None, [Side.Destination] = MigrationStatus.None };
        var sent = new Dictionary<int, (string Command, IReadOnlyList<string> Options, MigrationStatus Status)>();
        foreach (var item in history.Items)
        {
            if (item.Command is { } command)
            {
                sent[item.Id] = (command, item.Options, now[item.Side]);
            }
            else if (item.Status is { } status)
            {
                edges.Add((release.Name, item.Role, now[item.Side], status));
                now[item.Side] = status;
            }
            else if (item.Shown!.Value.Text.Split(' ') is ["reply", var id, var kind, ..] && sent.TryGetValue(int.Parse(id, null), out var asked))
            {
                Count(commands, (item.Side, asked.Command, asked.Status), kind);
                foreach (var option in asked.Options)
                {
                    Count(options, (item.Side, option, asked.Status), kind);
                }
            }
        }
    }
}
