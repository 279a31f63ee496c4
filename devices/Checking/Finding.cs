using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;
using static Migconf.Devices.Streams.LoadErrorKind;

namespace Migconf.Devices.Checking;

/// <summary>Both sides of a load that was predicted.</summary>
internal sealed record Run(SymbolicSource Sender, SymbolicReceiver? Receiver);

/// <summary>Why a load ends as it does: its break class, the field that causes it, and a sentence.</summary>
internal static class Finding
{
    internal static Prediction Of(Pairing pairing, Facts facts, LoadError? error, Unfaithful? wrong, Run run)
    {
        var outcome = error is { Kind: not Overrun } ? Outcome.Refused : error is null && wrong is null ? Outcome.Loads : Outcome.Wrong;
        var (id, field, reason) = outcome == Outcome.Loads ? (null, null, "everything arrives") : Cause(pairing, error, wrong, run);
        return new(outcome, error, wrong?.Leaf.Key, id, field, reason)
        {
            Asked = facts.Asked,
            IsRemote = facts.Asked.Exists(asked => asked.Question.IsRemote && asked.Answer),
            Mistaken = Mistaken(pairing, id, wrong, run),
            IsBlank = id is not null && Divergences(pairing, run).Lost is { IsUnused: true, Expected: { } blank } && !new Sides(pairing, run).SourceKnows(blank),
            Regrouped = id == Regrouping.Class ? Regrouped(pairing, wrong!, run) : null,
        };
    }

    /// <summary>Where the two sides begin to disagree: the runs of bytes that they take for other numbers, and the first place at which they lose each other.</summary>
    private static (List<Regrouping> Regrouped, Divergence? Lost) Divergences(Pairing pairing, Run run)
    {
        var sides = new Sides(pairing, run);
        var regrouped = new List<Regrouping>();
        foreach (var one in run.Receiver?.Divergences ?? [])
        {
            if (regrouped.Exists(all => all.Covers(one)))
            {
                continue;
            }

            if (Regrouping.At(one, run, sides.SourceKnows, sides.ReceiverKnows) is not { } found)
            {
                return (regrouped, one);
            }

            regrouped.Add(found);
        }

        return (regrouped, null);
    }

    /// <summary>The run of bytes that a wrong number is part of.</summary>
    private static Regrouping? Regrouped(Pairing pairing, Unfaithful wrong, Run run) =>
        Divergences(pairing, run).Regrouped.Find(one => one.Keys.Contains(wrong.Leaf.Key));

    /// <summary>The numbers that are taken for others.</summary>
    private static IReadOnlyList<string> Mistaken(Pairing pairing, string? id, Unfaithful? wrong, Run run) => id is null ? [] : Divergences(pairing, run) switch
    {
        (_, { } lost) => [.. new[] { lost.Expected, lost.Found }.OfType<string>()],
        _ when id == Regrouping.Class => Regrouped(pairing, wrong!, run)!.Keys,
        _ => [],
    };

    private static (string? Id, string? Field, string Reason) Cause(Pairing pairing, LoadError? error, Unfaithful? wrong, Run run)
    {
        var section = pairing.Source.Section;
        var (from, to) = (pairing.Source.State, pairing.Receiver.State);
        return error switch
        {
            { Kind: SaveRefused } => ("MIG-COMPAT-024", error.Field, "a hook before the save refuses"),
            { Kind: UnknownSection } => ("MIG-COMPAT-009", section.Name,
                $"the source sends section '{section}', the receiver knows '{pairing.Receiver.Section}'"),
            { Kind: VersionTooNew } => ("MIG-COMPAT-003", section.Name,
                $"the source sends version {from.Version}, the receiver loads {to.MinimumVersion} to {to.Version}"),
            { Kind: VersionTooOld } => ("MIG-COMPAT-004", section.Name,
                $"the source sends version {from.Version}, the receiver loads {to.MinimumVersion} to {to.Version}"),
            _ when Divergences(pairing, run).Lost is { } divergence => ByDivergence(pairing, divergence, run),
            null when Regrouped(pairing, wrong!, run) is { } same => (Regrouping.Class, same.Read[0].Path, same.Reason(run.Sender.Offset(same.Offset))),
            { Kind: UnknownSubsection } => ("MIG-COMPAT-005", error.Field, $"the receiver has no subsection '{error.Field}', which comes at offset {run.Sender.Offset(error.Offset)}"),
            { Kind: SubsectionTooNew or SubsectionTooOld } => ("MIG-COMPAT-006", error.Field,
                $"the receiver loads other versions of the subsection than the one at offset {run.Sender.Offset(error.Offset)}"),
            { Kind: ElementVersion } => ("MIG-COMPAT-023", error.Field,
                $"at offset {run.Sender.Offset(error.Offset)} an element loads as the version of the list's field, which its struct does not load"),
            { Kind: NotEqual or AboveLimit or Invalid } => ("MIG-COMPAT-012", error.Field,
                $"the receiver's check of what it has loaded up to offset {run.Sender.Offset(error.Offset)} fails"),
            { Kind: HookRefused } => ("MIG-COMPAT-013", error.Field, $"a hook of the receiver refuses what it has loaded up to offset {run.Sender.Offset(error.Offset)}"),
            { Kind: Overrun } => ("MIG-COMPAT-021", error.Field,
                $"the count is larger than the receiver's array; memory behind it is overwritten at offset {run.Sender.Offset(error.Offset)}"),
            { } => ("MIG-COMPAT-016", error.Field, $"the pointer at offset {run.Sender.Offset(error.Offset)} is there on one side only"),
            _ => BySilence(pairing, wrong!, run),
        };
    }

    /// <summary>The bytes mean different things to the two sides.</summary>
    private static (string Id, string Field, string Reason) ByDivergence(Pairing pairing, Divergence divergence, Run run)
    {
        var sent = divergence.Sent is { } term ? term.Place?.Path ?? Named(term) : "the end of the stream";
        var reason = $"at offset {run.Sender.Offset(divergence.Offset)} the source writes {Written(divergence.Sent)}, the receiver reads {Read(divergence)}{More(divergence)}";
        var (id, isSent) = Class(divergence, new(pairing, run));
        return (id, isSent ? sent : divergence.Path, reason);
    }

    private static string Written(Term? sent) => sent switch
    {
        null => "nothing more: its stream ends",
        { Place: { } place, Index: 0 } => $"'{place.Path}' ({place.Shape.Notation})",
        { Place: { } place, Index: var at } => $"byte {at} of '{place.Path}' ({place.Shape.Notation})",
        { Role: Role.Footer } => "the footer: its section ends",
        { Role: Role.Subsection } one => $"subsection '{one.Owner}'",
        { Role: Role.Unused } one => $"'{one.Owner}' (unused)",
        { Role: Role.ListMark or Role.PointerMark } one => $"'{one.Owner}' (a mark)",
        { } one => $"the {one.Owner}",
    };

    private static string Read(Divergence divergence) => divergence switch
    {
        { Kind: { } kind } => $"'{divergence.Path}' ({kind.Notation})",
        { Role: Role.Unused } => $"'{divergence.Path}' ({divergence.Width} unused)",
        { Role: Role.Footer } => "the footer",
        _ => $"'{divergence.Path}' (a mark)",
    };

    /// <summary>How many bytes more or fewer the receiver takes for the same number.</summary>
    private static string More(Divergence divergence)
    {
        if (divergence.Sent is not { Place: { } place, Index: 0 } || divergence.Kind is null || place.Key != divergence.Key)
        {
            return "";
        }

        var more = divergence.Width - place.Shape.Width;
        return more == 0 ? "" : $": {Regrouping.Bytes(Math.Abs(more))} {(more > 0 ? "more" : "fewer")} than were written";
    }

    /// <summary>The class, and whether the source's field is to blame or the receiver's.</summary>
    private static (string Id, bool IsSent) Class(Divergence divergence, Sides sides)
    {
        var (expected, found) = (divergence.Expected, divergence.Found);
        var (role, sent) = (divergence.Role, divergence.Sent?.Role);
        return (expected, found) switch
        {
            ({ } one, { } other) when one == other => (divergence.Key == divergence.Sent!.Value.Place!.Key ? "MIG-COMPAT-007" : "MIG-COMPAT-010", false),
            ({ } one, _) when sent == Role.Unused && !sides.SourceKnows(one) => ("MIG-COMPAT-018", false),
            ({ } one, _) when !sides.SourceKnows(one) => (divergence.Path.Contains('.', StringComparison.Ordinal) ? "MIG-COMPAT-002" : "MIG-COMPAT-001", false),
            (_, { } other) when !sides.ReceiverKnows(other) => ("MIG-COMPAT-008", true),
            ({ } one, _) when sides.Run.Sender.Left.Contains(one) => ("MIG-COMPAT-014", false),
            (_, { } other) when sides.Run.Receiver!.Skipped.Contains(other) => ("MIG-COMPAT-014", true),
            _ when sent == Role.PointerMark || role == Role.PointerMark => ("MIG-COMPAT-016", sent == Role.PointerMark || role == Role.Footer),
            _ when sent == Role.Subsection => ("MIG-COMPAT-015", true),
            _ when role == Role.Unused && found is null => ("MIG-COMPAT-001", false),
            ({ } one, _) when sent == Role.Unused => sides.Sends(divergence.Key!) ? ("MIG-COMPAT-008", true) : ("MIG-COMPAT-011", false),
            _ when sent == Role.Unused => ("MIG-COMPAT-008", true),
            ({ } one, _) when Indexed(divergence.Key!) && !sides.Sends(divergence.Key!) && sides.SendsSome(one) => ("MIG-COMPAT-010", false),
            (_, { } other) when Indexed(divergence.Sent!.Value.Place!.Key) && !sides.Takes(divergence.Sent.Value.Place.Key) => ("MIG-COMPAT-010", true),
            _ => ("MIG-COMPAT-011", role == Role.Footer),
        };
    }

    /// <summary>What the two sides know, send and take.</summary>
    private sealed class Sides(Pairing pairing, Run run)
    {
        private readonly HashSet<string> source = Outline.Of(pairing.Source);
        private readonly HashSet<string> receiver = Outline.Of(pairing.Receiver);

        internal Run Run => run;

        internal bool SourceKnows(string key) => source.Contains(key);

        internal bool ReceiverKnows(string key) => receiver.Contains(key);

        internal bool Sends(string key) => run.Sender.Terms.Exists(term => term.Place?.Key == key);

        internal bool SendsSome(string key) => run.Sender.Terms.Exists(term => term.Place is { } place && Leaves.Base(place.Key) == key);

        internal bool Takes(string key) => Leaves.Of(pairing.Receiver.State, Rest.Of(pairing.Receiver.State)).Any(leaf => leaf.Key == key)
            || run.Receiver!.Loaded.Contains(key);
    }

    private static bool Indexed(string key) => key.Contains('[', StringComparison.Ordinal);

    private static string Named(Term term) => term.Role switch
    {
        Role.Subsection => $"subsection {term.Owner}",
        Role.Unused => $"{term.Owner} (unused)",
        _ => term.Owner,
    };

    /// <summary>Everything was read as it was sent, and yet a number is wrong.</summary>
    private static (string Id, string Field, string Reason) BySilence(Pairing pairing, Unfaithful wrong, Run run)
    {
        var (leaf, isLost) = wrong;
        var key = Leaves.Base(leaf.Key);
        var sides = new Sides(pairing, run);
        var isUnsent = run.Sender.Left.Contains(key) || run.Sender.Unneeded.Contains(key);
        if (isLost)
        {
            return !sides.ReceiverKnows(key) ? ("MIG-COMPAT-018", leaf.Path, $"the receiver has no place for the source's '{leaf.Path}'")
                : isUnsent ? ("MIG-COMPAT-019", leaf.Path, $"the source does not send '{leaf.Path}', which is not at rest")
                : ("MIG-COMPAT-010", leaf.Path, $"the receiver has fewer elements than the source's '{leaf.Path}'");
        }

        if (run.Receiver!.Assigned.Contains(leaf.Path))
        {
            return run.Receiver.Loaded.Contains(leaf.Key)
                ? ("MIG-COMPAT-020", leaf.Path, $"a hook of the receiver overwrites '{leaf.Path}' after it was loaded")
                : ("MIG-COMPAT-017", leaf.Path, $"a hook of the receiver sets '{leaf.Path}', which does not come when the source has it at rest");
        }

        return isUnsent ? ("MIG-COMPAT-019", leaf.Path, $"the source does not send what becomes '{leaf.Path}', which is not at rest there")
            : run.Receiver.Skipped.Contains(key) ? ("MIG-COMPAT-014", leaf.Path, $"the receiver does not look for '{leaf.Path}'")
            : sides.SourceKnows(key) ? ("MIG-COMPAT-007", leaf.Path, OtherKind(leaf, run))
            : ("MIG-COMPAT-017", leaf.Path, $"'{leaf.Path}' is not at rest in the receiver although the source knows nothing of it");
    }

    private static string OtherKind(Leaf leaf, Run run)
    {
        var sent = run.Sender.Leaves().Find(one => one.Key == leaf.Key)?.Held as Reading;
        return $"'{leaf.Path}' is another kind of number in the receiver"
            + (sent is not null && leaf.Held is Reading read ? $": {sent.Shape.Notation} written, {read.Shape.Notation} read" : "");
    }
}
