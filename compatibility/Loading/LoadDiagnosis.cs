using Migconf.Compatibility.Diagnosis;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Checking;
using Migconf.Streams.Comparing;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Loading;

/// <summary>Why a real QEMU did not load a stream: its words, what is wrong with the stream itself, and how the stream differs from what that
/// QEMU would send, held together.</summary>
public static class LoadDiagnosis
{
    private static readonly LoadOutcome Fine = new(TransferEnd.Completed, "");

    /// <summary>What QEMU never looks at.</summary>
    private static readonly FailureClass[] Harmless = [StructureFailures.TrailingBytes, StructureFailures.DescriptionUnreadable];

    /// <summary>The report.</summary>
    public static LoadReport Of(LoadEvidence seen)
    {
        // Of a stream that breaks off nothing can be said to be missing.
        var damage = seen.Damage is { } wrong && !Harmless.Contains(wrong.Failure) ? wrong : null;
        var differences = seen.Own is null ? null
            : StreamComparison.Compare(seen.Sent, seen.Own).Where(one => damage is null || one.Failure != DeviceFailures.OnlyInDestination).ToList();
        if (seen.Outcome.Loaded)
        {
            return new(seen.Outcome, null, null, [], [.. Layout(differences).Where(one => one.Failure == DeviceFailures.OnlyInDestination), .. Silent(seen)]);
        }

        var found = Diagnostician.Explain(new("the stream", seen.Receiver), seen.Outcome, differences, Fine);
        var offset = Offset(found, seen.Sent);
        if (found.Failure == DeviceFailures.PciConfig && Section(found, seen.Sent)?.PciConfig is { } config)
        {
            found = found with { Reason = BaseAddress.Explain(seen.Outcome.Words, config.Space.Span) ?? found.Reason };
            offset = InConfig(Complaint.Of(seen.Outcome.Words).Field, config.Offset) ?? offset;
        }

        if (damage is not null && found.Failure is not null && IsOfDamage(Complaint.Of(seen.Outcome.Words), damage.Failure, seen.Sent))
        {
            var failure = damage.Failure == StructureFailures.DescriptionMismatch ? found.Failure : damage.Failure;
            found = found with { Failure = failure, Compat = null, Section = damage.Place, Field = "", Reason = damage.Detail };
            offset = damage.Offset;
        }

        return new(seen.Outcome, found, offset, LoadAdvice.Of(seen, found, Layout(differences)), [.. Further(damage, found), .. Also(seen, found, differences)]);
    }

    /// <summary>PCI devices of the machine that send nothing, so that nothing can be sent to them.</summary>
    private static IEnumerable<Difference> Silent(LoadEvidence seen) => seen.Own is null ? [] : UnseenBreaks.Silent([.. seen.Own.Sections.Select(one => one.Header.Name)], seen.Regions)
        .Select(place => new Difference(PairFailures.SemanticLoss, place, "", "the device there has no state in a stream: it is as it is at reset"));

    /// <summary>A stream that was refused for another reason may be damaged all the same.</summary>
    private static IEnumerable<Difference> Further(Finding? damage, Break found) => damage is null || damage.Failure == found.Failure ? []
        : [new(damage.Failure, damage.Place, "", $"at byte {damage.Offset}, {damage.Detail}")];

    /// <summary>What else differs. Machines of other boards differ in everything.</summary>
    private static IEnumerable<Difference> Also(LoadEvidence seen, Break found, IReadOnlyList<Difference>? differences)
    {
        var isSame = LoadAdvice.IsSameBoard(seen.Sent.Configuration?.Machine, seen.Own?.Configuration?.Machine);
        return Layout(differences).Where(one => isSame || one.Section is "configuration" or "ram")
            .Where(one => one.Failure != DeviceFailures.SubsectionMissing && !IsTold(one, found)).DistinctBy(one => (one.Failure, one.Section));
    }

    /// <summary>Whether the words are of the damage: they fit its class, say little, or name a section that the stream cannot have.</summary>
    private static bool IsOfDamage(Complaint complaint, FailureClass damage, StreamContents sent) =>
        complaint.Failure == damage || Diagnostician.IsVague(complaint)
        || (complaint.Section.Length > 0 && !sent.Sections.Any(one => one.Header.Name == complaint.Section));

    private static bool IsTold(Difference one, Break found) =>
        one.Failure == found.Failure && (one.Section == found.Section || one.Section.StartsWith($"{found.Section} ", StringComparison.Ordinal) || one.Path == found.Field);

    private static IReadOnlyList<Difference> Layout(IReadOnlyList<Difference>? differences) => [.. (differences ?? []).Where(one => one.Failure is not null)];

    /// <summary>Where the field begins, or else the section.</summary>
    private static long? Offset(Break found, StreamContents sent)
    {
        if (found.Failure == PairFailures.Machine)
        {
            return sent.Configuration?.Offset;
        }

        if (sent.Blocks.FirstOrDefault(block => block.Name == found.Field) is { } block)
        {
            return block.Offset;
        }

        if (Section(found, sent) is not { } section)
        {
            return null;
        }

        return section.OffsetOf(found.Field) ?? section.OffsetOf(found.Field[(found.Field.IndexOf('/', StringComparison.Ordinal) + 1)..])
            ?? section.Header.Offset;
    }

    private static SectionContents? Section(Break found, StreamContents sent)
    {
        var name = found.Section.Split(' ')[0];
        return sent.Sections.FirstOrDefault(one => name.Length > 0 && (one.Header.Name == name || one.Header.Name.EndsWith($"/{name}", StringComparison.Ordinal)));
    }

    /// <summary>A byte of the PCI configuration space, which QEMU names by its number.</summary>
    private static long? InConfig(string field, long begin)
    {
        const string Hexadecimal = "0x";
        return field.StartsWith(Hexadecimal, StringComparison.Ordinal) ? begin + Convert.ToInt64(field, 16) : null;
    }
}
