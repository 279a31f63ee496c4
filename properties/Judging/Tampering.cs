using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Judging;

/// <summary>A recording in which one thing is not as it was.</summary>
/// <param name="Kind">What kind of thing, without names and numbers: changes of one kind are accepted for one reason.</param>
/// <param name="Place">Index of the entry.</param>
/// <param name="Recording">The recording.</param>
public sealed record Tampered(string Kind, int Place, Recording Recording);

/// <summary>Every single change of a recording that a judge should notice: an entry deleted, two neighbours of one VMM
/// swapped, a status or run state replaced by another. How many it notices says how much the reference allows.</summary>
public static class Tampering
{
    public static IEnumerable<Tampered> All(Recording recording) =>
        Deletions(recording).Concat(Swaps(recording)).Concat(Replacements(recording));

    private static IEnumerable<Tampered> Deletions(Recording recording)
    {
        for (var at = 0; at < recording.Entries.Count; at++)
        {
            var gone = at;
            if (recording.Entries[at] is Received received ? Projection.Of(received.Message) is not null : recording.Entries[at] is not GaveUp)
            {
                yield return new(
                    $"without {Name(recording, at)}", at, recording with { Entries = [.. recording.Entries.Where((_, index) => index != gone)] });
            }
        }
    }

    private static IEnumerable<Tampered> Swaps(Recording recording)
    {
        foreach (var side in new[] { Side.Source, Side.Destination })
        {
            var places = Enumerable.Range(0, recording.Entries.Count)
                .Where(at => Seen(recording.Entries[at], side) is not null).ToList();
            foreach (var (first, second) in places.Zip(places.Skip(1)))
            {
                if (Seen(recording.Entries[first], side) != Seen(recording.Entries[second], side))
                {
                    var entries = recording.Entries.ToList();
                    (entries[first], entries[second]) = (entries[second], entries[first]);
                    yield return new(
                        $"{Name(recording, second)} before {Name(recording, first)}", first, recording with { Entries = entries });
                }
            }
        }
    }

    private static IEnumerable<Tampered> Replacements(Recording recording)
    {
        for (var at = 0; at < recording.Entries.Count; at++)
        {
            if (recording.Entries[at] is not Received received || Holder(received.Message) is not { } holder)
            {
                continue;
            }

            var was = holder["status"]!.GetValue<string>();
            var others = holder["running"] is null ? MigrationStatuses.AllNames : RunStates.AllNames;
            foreach (var other in others.Where(name => name != was && name != "none"))
            {
                var message = (JsonObject)received.Message.DeepClone();
                Holder(message)!["status"] = other;
                var entries = recording.Entries.ToList();
                entries[at] = received with { Message = message };
                yield return new($"{Name(recording, at)} as {other}", at, recording with { Entries = entries });
            }
        }
    }

    /// <summary>What holds the status in an event or a reply.</summary>
    private static JsonObject? Holder(JsonObject message) =>
        message["data"] is JsonObject data && data["status"] is not null ? data
        : message["return"] is JsonObject result && result["status"] is not null ? result
        : null;

    private static Observation? Seen(Entry entry, Side side) => entry switch
    {
        Received received when received.Side == side => Projection.Of(received.Message),
        Exited exited when exited.Side == side => Observation.Exit(exited.Code),
        _ => null,
    };

    private static string Name(Recording recording, int at) => recording.Entries[at] switch
    {
        Sent sent => $"{sent.Side.Name()} command {sent.Command}",
        Received received when Projection.Of(received.Message) is { } seen => $"{received.Side.Name()} {Plain(recording, seen.Text)}",
        Exited exited => $"{exited.Side.Name()} exit",
        var entry => Kebab.From(entry.GetType().Name),
    };

    /// <summary>A reply by the name of its command instead of its number.</summary>
    private static string Plain(Recording recording, string text)
    {
        var words = text.Split(' ');
        if (words[0] != "reply")
        {
            return text;
        }

        words[1] = recording.Entries.OfType<Sent>().FirstOrDefault(sent => $"{sent.Id}" == words[1])?.Command ?? "?";
        return string.Join(' ', words);
    }
}
