using System.Text.RegularExpressions;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Diagnosis;

/// <summary>What the words of a QEMU that gave up say: the class of failure they stand for, and the section and field they name.</summary>
/// <param name="Failure">The class; null for words that no class quotes.</param>
/// <param name="Section">The section's name on the wire; empty when none is named.</param>
/// <param name="Field">The field; empty when none is named.</param>
public sealed record Complaint(FailureClass? Failure, string Section, string Field)
{
    /// <summary>The first that matches decides the class: what says more comes first.</summary>
    private static readonly (Regex Words, FailureClass Failure)[] Patterns =
    [
        (new("non-migratable device:? '(?<s>[^']+)'|Migration (is )?(disabled|blocked)|does not support migration|doesn't support migration"), PairFailures.SourceVeto),
        (new("Size mismatch: (?<f>[^:]+):"), PairFailures.BlockLength),
        (new("Unknown ramblock \"(?<f>[^\"]*)\""), PairFailures.BlockName),
        (new("Machine type received is|unsupported machine type"), PairFailures.Machine),
        (new("received capability|unknown capability"), PairFailures.Capabilities),
        (new("UUID received is"), PairFailures.Uuid),
        (new("Unknown (savevm )?section or instance '(?<s>[^']*)'"), DeviceFailures.OnlyInSource),
        (new("unsupported version \\d+ for '(?<s>[^']+)'"), DeviceFailures.VersionTooNew),
        (new("(?<f>[^:\\s]+): incoming version_id \\d+ is too old"), DeviceFailures.VersionTooOld),
        (new("(?<f>[^:\\s]+): incoming version_id \\d+ is too new"), DeviceFailures.SubsectionTooNew),
        (new("Bad config data: i=(?<f>0x[0-9a-f]+)"), DeviceFailures.PciConfig),
        (new("Input validation failed: (?<f>[^:|]+)"), DeviceFailures.ArrayLength),
        (new("VM subsection '(?<f>[^']+)' in '[^']+' does not exist"), DeviceFailures.SubsectionUnknown),
        (new("while device properties \\((?<f>[^/)]+)[^)]*\\) differ"), DeviceFailures.EqualField),
        (new("(^|[|:] ?)[0-9a-f]+ != [0-9a-f]+( |$|:)"), DeviceFailures.EqualField),
        (new("MIG_CMD 0x[0-9a-f]+ (unknown|deprecated)|Unknown combination of migration flags"), PairFailures.UnknownToReceiver),
        (new("VQ \\d+ |queue size|Features 0x[0-9a-f]+ unsupported|Unable to set features"), PairFailures.BackendLimit),
        (new("Missing section footer for (?<s>\\S+?):?( |$)"), StructureFailures.FooterMissing),
        (new("Mismatched section id in footer for (?<s>\\S+?):?( |$)"), StructureFailures.FooterMismatch),
        (new("Not a migration stream|unknown channel magic"), StructureFailures.NotAStream),
        (new("SaveVM v2 format is obsolete|Unsupported migration stream version|unsupported savevm stream|file version \\d+ != 3"), StructureFailures.StreamVersion),
        (new("Configuration section missing"), StructureFailures.NoConfiguration),
        (new("Unknown (savevm )?section \\d+"), StructureFailures.UnknownSection),
        (new("with bad length - expecting"), StructureFailures.CommandLength),
        (new("with no return path|wrong postcopy state"), StructureFailures.WrongOrder),
        (new("Can't find block|bad migration stream"), RamFailures.UnknownBlock),
        (new("Illegal RAM offset"), RamFailures.OffsetOutside),
        (new("Found a zero page with value"), RamFailures.NonzeroFill),
        (new("Unknown (savevm )?section type"), StructureFailures.UnknownSectionType),
        (new("No such file or directory"), DeviceFailures.SubsectionUnknown),
        (new("Input/output error|Channel error|stream error: -5|Unable to read ID string|Read section footer failed"), StructureFailures.CutShort),
    ];

    /// <summary>What is wrong with the machine as a whole has its place, named or not.</summary>
    private static readonly Dictionary<FailureClass, (string Section, string Field)> Places = new()
    {
        [PairFailures.Machine] = ("configuration", "name"),
        [PairFailures.Capabilities] = ("configuration", "capabilities"),
        [PairFailures.Uuid] = ("configuration", "uuid"),
    };

    private static readonly Regex Device = new("error while loading state for instance 0x[0-9a-f]+ of device '(?<s>[^']+)'");
    private static readonly Regex FailedField = new("Failed to load (?<d>[^:\\s]+):(?<f>[^\\s|:]+)");

    /// <summary>Whether nothing but the section was named: a check of the device, or of its backend, has refused.</summary>
    public bool IsGuess { get; private init; }

    /// <summary>Reads the words.</summary>
    public static Complaint Of(string words)
    {
        var (match, failure) = Patterns.Select(one => (Match: one.Words.Match(words), (FailureClass?)one.Failure))
            .FirstOrDefault(one => one.Match.Success, (Match.Empty, null));
        if (failure is not null && Places.TryGetValue(failure, out var place))
        {
            return new(failure, place.Section, place.Field);
        }

        var section = First(match.Groups["s"].Value, Device.Match(words).Groups["s"].Value);
        var inner = FailedField.Match(words);
        var field = First(match.Groups["f"].Value, inner.Success ? $"{inner.Groups["d"].Value}/{inner.Groups["f"].Value}" : "");
        return new(failure ?? (section.Length > 0 ? PairFailures.BackendLimit : null), section, field) { IsGuess = failure is null };
    }

    private static string First(string one, string other) => one.Length > 0 ? one : other;
}
