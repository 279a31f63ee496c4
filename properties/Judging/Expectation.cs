using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Judging;

/// <summary>A recording as the judge reads it: what each side showed, in order, and what the harness did, each with
/// how much it had seen before.</summary>
public sealed class Expectation
{
    private readonly List<Observation>[] seen = [[], []];
    private readonly List<HarnessAct> acts = [];
    private readonly List<Unanswered> unanswered = [];

    public Expectation(Recording recording)
    {
        var killed = new HashSet<Side>();
        foreach (var entry in WithoutRepetitions(recording.Entries))
        {
            Add(entry, killed);
        }

        // What is read from a side after it was killed, it had shown before.
        for (var at = 0; at < acts.Count; at++)
        {
            acts[at] = acts[at] switch
            {
                { Kills: true, Side: Side.Source } act => act with { SeenOfSource = seen[0].Count },
                { Kills: true } act => act with { SeenOfDestination = seen[1].Count },
                var act => act,
            };
        }
    }

    /// <summary>Without questions that were asked again, and answered the same, while nothing else was done or seen: closing polls
    /// of a side that does not come to rest.</summary>
    private static IEnumerable<Entry> WithoutRepetitions(IReadOnlyList<Entry> entries)
    {
        var asked = new Dictionary<int, string>();
        var answered = new Dictionary<string, string>();
        var repeated = new HashSet<int>();
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case Sent { Command: "query-migrate" or "query-status" } sent:
                    asked[sent.Id] = $"{sent.Side} {sent.Command}";
                    break;
                case Received received when Projection.Of(received.Message) is { } seen
                    && seen.Text.Split(' ', 3) is ["reply", var id, var answer] && asked.TryGetValue(int.Parse(id, null), out var question):
                    if (answered.TryGetValue(question, out var before) && before == answer)
                    {
                        repeated.Add(int.Parse(id, null));
                    }

                    answered[question] = answer;
                    break;
                case Received received when Projection.Of(received.Message) is null:
                    break;
                default:
                    answered.Clear();
                    break;
            }
        }

        return entries.Where(entry => entry switch
        {
            Sent sent => !repeated.Contains(sent.Id),
            Received received => received.Message["id"] is not { } id || !repeated.Contains(id.GetValue<int>()),
            _ => true,
        });
    }

    /// <summary>A wait that was given up, if any.</summary>
    public string? GaveUp { get; private set; }

    public IReadOnlyList<HarnessAct> Acts => acts;

    public int Count => seen[0].Count + seen[1].Count;

    public IReadOnlyList<Observation> this[Side side] => seen[(int)side];

    private void Add(Entry entry, HashSet<Side> killed)
    {
        switch (entry)
        {
            case Sent sent:
                var command = QmpCommands.Parse(sent.Id, sent.Command, sent.Arguments);
                var isBehind = unanswered.Any(other => other.Side == sent.Side);
                acts.Add(Act($"{(sent.IsOutOfBand ? "out of band: " : "")}{sent.Side.Name()}: {sent.Command}") with
                {
                    Side = sent.Side, Command = command, IsBehind = isBehind && !sent.IsOutOfBand, IsOutOfBand = sent.IsOutOfBand,
                });
                break;
            case Received received when Projection.Of(received.Message) is { } observation:
                unanswered.RemoveAll(other => other.Side == received.Side && received.Message["id"]?.GetValue<int>() == other.Id);
                seen[(int)received.Side].Add(observation);
                break;
            case Exited exited when !killed.Contains(exited.Side):
                seen[(int)exited.Side].Add(Observation.Exit(exited.Code));
                break;
            case LinkActed acted:
                acts.Add(Act($"link: {Kebab.From(acted.Action.ToString())}") with { Link = acted.Action });
                break;
            case Unplugged:
                acts.Add(Act(new UnplugStep().Describe()) with { Unplugs = true });
                break;
            case DiskActed acted:
                acts.Add(Act($"disk: {(acted.Locks ? "lock" : "unlock")}") with { LocksDisk = acted.Locks });
                break;
            case Killed kill:
                killed.Add(kill.Side);
                acts.Add(Act($"kill: {kill.Side.Name()}") with { Side = kill.Side, Kills = true });
                break;
            case Unanswered silent:
                unanswered.Add(silent);
                acts.Add(Act($"{silent.Side.Name()}: no answer to id {silent.Id}") with { Settles = true });
                break;
            case GaveUp given:
                GaveUp = given.Waiting;
                break;
            case Settled:
                acts.Add(Act("found at rest") with { Settles = true });
                break;
        }
    }

    private HarnessAct Act(string text) => new(text, seen[0].Count, seen[1].Count);
}

/// <summary>Something the harness did after it had seen so many observations of each side.</summary>
public sealed record HarnessAct(string Text, int SeenOfSource, int SeenOfDestination)
{
    public Side Side { get; init; }

    public Command? Command { get; init; }

    public LinkAction? Link { get; init; }

    public bool Unplugs { get; init; }

    public bool? LocksDisk { get; init; }

    public bool Kills { get; init; }

    public bool Settles { get; init; }

    /// <summary>A command that is sent while another is not answered.</summary>
    public bool IsBehind { get; init; }

    public bool IsOutOfBand { get; init; }
}
