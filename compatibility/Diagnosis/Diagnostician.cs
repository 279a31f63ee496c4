using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Diagnosis;

/// <summary>Why a stream was refused: QEMU names the section and rarely more, the two releases' own streams of the same machine show what
/// differs in it.</summary>
internal static class Diagnostician
{
    /// <summary>Classes whose words only say that the section came out wrong, not why.</summary>
    private static readonly string[] Vague =
    [
        StructureFailures.FooterMissing.Id, StructureFailures.FooterMismatch.Id, StructureFailures.UnknownSectionType.Id,
        StructureFailures.CutShort.Id,
    ];

    private static readonly Dictionary<string, string> Compat = new(StringComparer.Ordinal)
    {
        [DeviceFailures.FieldsDiffer.Id] = "MIG-COMPAT-001",
        [DeviceFailures.NestedFieldsDiffer.Id] = "MIG-COMPAT-002",
        [DeviceFailures.VersionTooNew.Id] = "MIG-COMPAT-003",
        [DeviceFailures.VersionTooOld.Id] = "MIG-COMPAT-004",
        [DeviceFailures.SubsectionUnknown.Id] = "MIG-COMPAT-005",
        [DeviceFailures.SubsectionTooNew.Id] = "MIG-COMPAT-006",
        [DeviceFailures.FieldWidth.Id] = "MIG-COMPAT-007",
        [DeviceFailures.FieldDropped.Id] = "MIG-COMPAT-008",
        [DeviceFailures.SectionRenamed.Id] = "MIG-COMPAT-009",
        [DeviceFailures.OnlyInSource.Id] = "MIG-COMPAT-009",
        [DeviceFailures.ArrayLength.Id] = "MIG-COMPAT-010",
        [DeviceFailures.EqualField.Id] = "MIG-COMPAT-012",
    };

    /// <param name="passage">Which way.</param>
    /// <param name="outcome">What the destination did.</param>
    /// <param name="differences">Between the stream that was sent and the one the destination sends itself; null when it sends none.</param>
    /// <param name="within">What the source's own release did with the stream.</param>
    internal static Break Explain(Passage passage, LoadOutcome outcome, IReadOnlyList<Difference>? differences, LoadOutcome within)
    {
        var complaint = Complaint.Of(outcome.Words);
        var isFall = outcome.End is TransferEnd.Crashed or TransferEnd.Hung;
        var layout = (differences ?? []).Where(one => one.Failure is not null && one.Failure != DeviceFailures.OnlyInDestination).ToList();
        var inSection = layout.Where(one => complaint.Section.Length > 0 && IsIn(one, complaint.Section)).ToList();
        var isVague = IsVague(complaint);
        var shown = inSection.Find(one => one.Failure == complaint.Failure) ?? (isVague || inSection.Count > 0 ? inSection.FirstOrDefault() : null);
        var failure = isFall ? null : isVague ? shown?.Failure ?? complaint.Failure ?? PairFailures.BackendLimit : complaint.Failure;
        failure = failure == DeviceFailures.OnlyInSource && shown?.Failure == DeviceFailures.SectionRenamed ? shown.Failure : failure;
        return new(
            passage, outcome.End, failure, failure is null ? null : Compat.GetValueOrDefault(failure.Id),
            complaint.Section.Length > 0 ? complaint.Section : shown?.Section ?? "",
            shown is { Path.Length: > 0 } ? shown.Path : complaint.Field,
            outcome.Words, Reason(differences, shown, inSection, complaint.Section), Own(passage, within));
    }

    /// <summary>Whether the words only say that a section came out wrong.</summary>
    internal static bool IsVague(Complaint complaint) => complaint.Failure is null || complaint.IsGuess || Vague.Contains(complaint.Failure.Id);

    /// <summary>The load completed, and a value is not what both releases have at reset.</summary>
    internal static Break Lost(Passage passage, Difference difference, bool isSent) => new(
        passage, TransferEnd.Completed, PairFailures.SemanticLoss, null, difference.Section, difference.Path,
        "nothing: the load completes",
        $"after the load and in the destination's own machine: {difference.Detail}; the source sends {(isSent ? "another value" : "no such field")}", "");

    private static string Own(Passage passage, LoadOutcome within) => within.End switch
    {
        TransferEnd.Completed => "",
        TransferEnd.Refused => $"{passage.From} refuses this stream of its own too",
        TransferEnd.Crashed => $"{passage.From} crashes on this stream of its own too",
        _ => $"{passage.From} hangs on this stream of its own too",
    };

    private static string Reason(IReadOnlyList<Difference>? differences, Difference? shown, List<Difference> inSection, string section)
    {
        var lonely = (differences ?? []).Where(one => one.Failure == DeviceFailures.OnlyInDestination).Select(one => one.Section).ToList();
        if (shown is not null)
        {
            var more = inSection.Count > 1 ? $"; {inSection.Count - 1} more differences in the section" : "";
            var other = shown.Failure == DeviceFailures.OnlyInSource && lonely.Count > 0 ? $"; the destination alone has {string.Join(", ", lonely)}" : "";
            return $"{(shown.Path.Length == 0 ? shown.Section : shown.Path)}: {shown.Detail}{more}{other}";
        }

        const int Shown = 3;
        var values = (differences ?? []).Where(one => one.Failure is null && section.Length > 0 && IsIn(one, section)).Take(Shown).Select(one => $"{one.Path} {one.Detail}");
        return differences is null ? "the destination sends no stream of its own to compare with"
            : section.Length == 0 ? "QEMU names no section"
            : string.Join("; ", values.Prepend("the two streams have the same layout there"));
    }

    /// <summary>A title is the name and the instance.</summary>
    private static bool IsIn(Difference difference, string section) =>
        difference.Section == section || difference.Section.StartsWith($"{section} ", StringComparison.Ordinal)
        || difference.Section.Split(' ')[0].EndsWith($"/{section}", StringComparison.Ordinal);
}
