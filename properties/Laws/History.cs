using System.Text.Json.Nodes;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Laws;

/// <summary>One thing shown by a side, or (with a command) one thing the harness did to it.</summary>
public readonly record struct HistoryItem(Side Side, Observation? Shown, string? Command, int Id)
{
    /// <summary>The names of the command's arguments; of <c>migrate-set-capabilities</c>, the capabilities.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Which role its side plays by then, and what its statuses are those of: a destination that migrates its guest on is a source.</summary>
    public Side Role { get; init; } = Side;

    /// <summary>The status of a MIGRATION event.</summary>
    public MigrationStatus? Status => Shown?.Text is { } text && text.StartsWith(Prefix, StringComparison.Ordinal)
        ? MigrationStatuses.Parse(text[Prefix.Length..])
        : null;

    /// <summary>The run state a <c>query-status</c> told.</summary>
    public RunState? Guest => Shown?.Text is { } text && text.IndexOf(Word, StringComparison.Ordinal) is > 0 and var at
        ? RunStates.Parse(text[(at + Word.Length)..])
        : null;

    /// <summary>Whether a disk was said to be active.</summary>
    public bool? IsDiskActive => Shown?.Text is not { } text ? null
        : text.EndsWith(" disk active", StringComparison.Ordinal) ? true
        : text.EndsWith(" disk inactive", StringComparison.Ordinal) ? false
        : null;

    private const string Prefix = "event MIGRATION ";
    private const string Word = " run-state ";
}

/// <summary>What was shown and done in one run, in the order in which it was seen.</summary>
public sealed class History(Scenario scenario, Release source, Release destination)
{
    private readonly List<HistoryItem> items = [];

    public Scenario Scenario { get; } = scenario;

    public Release Source { get; } = source;

    public Release Destination { get; } = destination;

    public IReadOnlyList<HistoryItem> Items => items;

    /// <summary>A side was killed, or its process ended.</summary>
    public HashSet<Side> Gone { get; } = [];

    public HashSet<Side> Killed { get; } = [];

    /// <summary>Both sides were found at rest at the end.</summary>
    public bool Settled { get; set; }

    /// <summary>Both sides were asked at the end, and nothing changes any more: they are at rest, or never will be.</summary>
    public bool IsOver { get; set; }

    public bool MayTakeSnapshot => Scenario.Source.Capabilities.Contains("background-snapshot");

    /// <summary>The guest stays with the source: it takes a snapshot, and its capabilities are what they were from the beginning.</summary>
    public bool TakesSnapshot => MayTakeSnapshot
        && items.Count(item => item is { Side: Side.Source, Command: "migrate-set-capabilities" }) <= 1;

    /// <summary>The guest is to run on both sides.</summary>
    public bool AsksForColo => Scenario.Source.Capabilities.Contains("x-colo");

    /// <summary>It did, as far as the source knows: what follows is the manager's decision.</summary>
    public bool WasColo => AsksForColo && Statuses(Side.Source).Contains(MigrationStatus.Colo);

    /// <summary>As its capabilities are at the beginning.</summary>
    public bool UsesReturnPath => Scenario.Source.Capabilities.Any(name => name is "return-path" or "postcopy-ram");

    /// <summary>The destination migrates its guest on.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>Who plays which role, and of which release it is.</summary>
    public IEnumerable<(Side Side, Side Role, Release Release)> Roles =>
        [(Side.Source, Side.Source, Source), (Side.Destination, Side.Destination, Destination), (Side.Destination, Side.Source, Destination)];

    /// <summary>Of the migration from the source to the destination.</summary>
    public IEnumerable<MigrationStatus> Statuses(Side side) => Statuses(side, role: side);

    /// <summary>Of a side in a role.</summary>
    public IEnumerable<MigrationStatus> Statuses(Side side, Side role) =>
        items.Where(item => item.Side == side && item.Role == role && item.Status is not null).Select(item => item.Status!.Value);

    public RunState? LastGuest(Side side) =>
        items.LastOrDefault(item => item.Side == side && item.Guest is not null).Guest;

    public void Show(Side side, Observation observation)
    {
        // A destination is set up once to wait for a guest; when it is once more after that has ended, its guest goes on.
        var item = new HistoryItem(side, observation, null, 0);
        GoesOn |= item is { Side: Side.Destination, Status: MigrationStatus.Setup } && Statuses(side).LastOrDefault().IsTerminal();
        items.Add(item with { Role = GoesOn ? Side.Source : side });
        if (observation.Text.StartsWith("exit ", StringComparison.Ordinal))
        {
            Gone.Add(side);
        }
    }

    /// <summary>A command as it is sent.</summary>
    public void Do(Side side, string command, int id, JsonObject arguments) => Do(side, command, id, arguments["capabilities"] is JsonArray capabilities
        ? capabilities.Select(one => one?["capability"]?.ToString() ?? "")
        : arguments.Select(pair => pair.Key));

    public void Do(Side side, string command, int id, IEnumerable<string>? options = null) =>
        items.Add(new(side, null, command, id) { Options = [.. options ?? []] });

    public void Kill(Side side)
    {
        Gone.Add(side);
        Killed.Add(side);
    }

    /// <summary>Null when the reference does not know a release.</summary>
    public static History? Of(Recording recording)
    {
        if (Releases.Find(recording.Source.Release) is not { } source
            || Releases.Find(recording.Destination.Release) is not { } destination)
        {
            return null;
        }

        var history = new History(recording.Scenario, source, destination);
        foreach (var entry in recording.Entries)
        {
            switch (entry)
            {
                case Sent sent:
                    history.Do(sent.Side, sent.Command, sent.Id, sent.Arguments);
                    break;
                case Received received when Projection.Of(received.Message) is { } observation:
                    history.Show(received.Side, observation);
                    break;
                case Exited exited:
                    history.Show(exited.Side, Observation.Exit(exited.Code));
                    break;
                case Killed killed:
                    history.Kill(killed.Side);
                    break;
                case Migconf.Scenarios.Recordings.Settled:
                    (history.Settled, history.IsOver) = (true, true);
                    break;
                case GaveUp when ReferenceEquals(entry, recording.Entries[^1]):
                    history.IsOver = true;
                    break;
            }
        }

        return history;
    }
}

/// <summary>The reference in the middle of an execution.</summary>
public sealed record Model(ReferencePair Pair, History History);
