using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Scenarios.Running;

/// <summary>Whether a recording is what the runner writes of its scenario: every step done, in order, and none before what
/// it waits for was seen. A recording that is not says nothing of the implementation.</summary>
public static class ScriptCheck
{
    /// <summary>What does not fit, with the number of the entry; null when all fits.</summary>
    public static string? Problem(Recording recording)
    {
        var script = new ScenarioScript(recording.Scenario);
        var next = script.Next();
        var (isWatching, hasWatched) = (false, false);
        for (var at = 0; at < recording.Entries.Count; at++)
        {
            if (isWatching && recording.Entries[at] is not (Received or Exited))
            {
                (isWatching, hasWatched) = (false, true);
                next = script.Next();
            }

            switch (recording.Entries[at])
            {
                case Received received when Projection.Of(received.Message) is { } seen:
                    script.Saw(received.Side, seen);
                    break;
                case Received:
                    break;
                case Exited exited:
                    script.Gone(exited.Side);
                    break;
                case Unanswered silent:
                    script.GiveUpReply(silent.Id);
                    break;
                case GaveUp when script.InEpilogue:
                    return at == recording.Entries.Count - 1 ? null : $"entry {at + 2}: nothing follows when the closing polls are given up";
                case GaveUp:
                    script.GiveUpWait();
                    break;
                case var done when !Fits(done, next):
                    return $"entry {at + 1}: {(next is null ? $"the script waits for {script.Waiting}" : $"the script wants '{Words(next)}'")}"
                        + $", the recording has '{Words(done)}'";
                case var done:
                    if (done is Killed killed)
                    {
                        script.Gone(killed.Side);
                    }

                    next = null;
                    break;
            }

            // Where more may come the runner watches for it, once, before it goes on.
            isWatching |= !hasWatched && script.MayComeToMore;
            next ??= isWatching ? null : script.Next();
        }

        return script.IsFinished && next is null ? null : $"it ends where the script {(next is null ? $"waits for {script.Waiting}" : $"wants '{Words(next)}'")}";
    }

    private static bool Fits(Entry done, ScriptAction? wanted) => (done, wanted) switch
    {
        (Sent sent, SendAction send) => sent.Side == send.Side && sent.Id == send.Id && sent.Command == send.Command && sent.IsOutOfBand == send.IsOutOfBand
            && JsonNode.DeepEquals(sent.Arguments, send.Arguments),
        (LinkActed acted, LinkScriptAction link) => acted.Action == link.Action,
        (Unplugged, UnplugScriptAction) => true,
        (DiskActed acted, DiskScriptAction disk) => acted.Locks == disk.Locks,
        (Killed killed, KillAction kill) => killed.Side == kill.Side,
        (Settled, SettledAction) => true,
        _ => false,
    };

    private static string Words(Entry entry) => entry switch
    {
        Sent sent => new SendAction(sent.Side, sent.Id, sent.Command, sent.Arguments) { IsOutOfBand = sent.IsOutOfBand }.Words,
        LinkActed acted => $"link: {Kebab.From(acted.Action.ToString())}",
        Unplugged => new UnplugStep().Describe(),
        DiskActed acted => $"disk: {(acted.Locks ? "lock" : "unlock")}",
        Killed killed => $"kill: {killed.Side.Name()}",
        _ => "found at rest",
    };

    private static string Words(ScriptAction action) => action switch
    {
        SendAction send => send.Words,
        LinkScriptAction link => $"link: {Kebab.From(link.Action.ToString())}",
        UnplugScriptAction => new UnplugStep().Describe(),
        DiskScriptAction disk => $"disk: {(disk.Locks ? "lock" : "unlock")}",
        KillAction kill => $"kill: {kill.Side.Name()}",
        _ => "found at rest",
    };
}
