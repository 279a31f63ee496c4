using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Scenarios.Running;

/// <summary>What is known of one side from what it showed.</summary>
internal sealed class SideView
{
    private const string Event = "event MIGRATION ";
    private string guest = "";
    private MigrationStatus latest = MigrationStatus.None;

    /// <summary>Statuses seen since the last <c>migrate</c> or <c>migrate-incoming</c>.</summary>
    internal HashSet<MigrationStatus> Passed { get; } = [];

    /// <summary>The guest was seen to start since then.</summary>
    internal bool HasResumed { get; private set; }

    /// <summary>It has gone over memory a few times since then.</summary>
    internal bool HasGoneOverMemory { get; private set; }

    internal bool IsGone { get; set; }

    /// <summary>A new <c>migrate</c>, <c>migrate-incoming</c> or <c>migrate-recover</c>: what passed before counts no more.</summary>
    internal void Begin()
    {
        Passed.Clear();
        (HasResumed, HasGoneOverMemory) = (false, false);
    }

    internal void Saw(Observation observation)
    {
        var text = observation.Text;
        if (text.StartsWith(Event, StringComparison.Ordinal))
        {
            Note(text[Event.Length..]);
        }
        else if (text.IndexOf(" status ", StringComparison.Ordinal) is > 0 and var status)
        {
            NoteAnswer(text[(status + 8)..].Split(',')[0]);
        }
        else if (text.IndexOf(" run-state ", StringComparison.Ordinal) is > 0 and var state)
        {
            guest = text[(state + 11)..];
        }
        else if (observation == Observation.Resume)
        {
            HasResumed = true;
        }
        else if (observation == Observation.Passes)
        {
            HasGoneOverMemory = true;
        }
        else if (text.StartsWith("exit", StringComparison.Ordinal))
        {
            IsGone = true;
        }
    }

    /// <summary>No migration of this side goes on.</summary>
    internal bool HasEnded => IsGone || latest.IsTerminal();

    /// <summary>It waits for the other side, as far as was seen.</summary>
    internal bool Listens => !IsGone && latest == MigrationStatus.Setup;

    /// <summary>Nothing is on its way: no status between two others, no guest between two run states, nothing that waits for what the other
    /// side, which has ended or paused, does not send.</summary>
    internal bool IsAtRest(bool staysFailed, SideView other, bool hearsOther) => IsGone || latest switch
    {
        MigrationStatus.Active or MigrationStatus.Device => !(hearsOther && other.HasEnded),
        MigrationStatus.Cancelling or MigrationStatus.Failing => false,
        MigrationStatus.PostcopyActive or MigrationStatus.PostcopyDevice => !other.IsGone && !(hearsOther && other.latest == MigrationStatus.PostcopyPaused),
        MigrationStatus.Colo => other.IsGone || guest is not ("finish-migrate" or "inmigrate"),
        MigrationStatus.Failed => staysFailed && guest != "finish-migrate",
        MigrationStatus.Completed or MigrationStatus.Cancelled => guest != "finish-migrate",
        _ => true,
    };

    /// <summary>An answer may be older than an event that was shown before it.</summary>
    private void NoteAnswer(string name)
    {
        var isOld = latest.IsTerminal() && MigrationStatuses.Parse(name) is { } status && !status.IsTerminal();
        if (!isOld)
        {
            Note(name);
        }
    }

    private void Note(string name)
    {
        if (MigrationStatuses.Parse(name) is { } status)
        {
            latest = status;
            Passed.Add(status);
        }
    }
}
