using Migconf.Implementations.Qemu;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Damage;

/// <summary>Why the reader and QEMU may say different things of a damaged stream. Facts: wire-format, sections 4.1 and 8.</summary>
public static class Explanations
{
    /// <summary>The bytes that 11.1 looks at before it takes a connection.</summary>
    private const int Magic = 4;

    private const string Description = "QEMU never reads the description at the end: it warns at most, and completes";

    /// <summary>What the reader refuses and QEMU loads.</summary>
    private static readonly Dictionary<string, string> Accepted = new(StringComparer.Ordinal)
    {
        [StructureFailures.DescriptionUnreadable.Id] = Description,
        [StructureFailures.DescriptionMismatch.Id] = "QEMU does not notice sections that are missing or come twice",
        [StructureFailures.TrailingBytes.Id] = "QEMU takes the first zero byte between two elements for the end, and stops reading there",
    };

    /// <summary>The explanation, empty where both say the same; null when there is none.</summary>
    public static string? Of(Trial trial) => trial.Standing switch
    {
        Standing.BothAccept or Standing.SameClass => "",
        Standing.OnlyReader => IsInDescription(trial) ? Description
            : trial is { Read.Id: var id, Release: "5.2" or "7.2" } && id == RamFailures.NonzeroFill.Id ? "5.2 and 7.2 fill the page with whatever byte comes"
            : Accepted.GetValueOrDefault(trial.Read!.Id),
        Standing.OnlyQemu => Unseen(trial.Said.Failure),
        Standing.OtherClass => Other(trial),
        _ => Fall(trial),
    };

    /// <summary>Crashes and hangs that are known.</summary>
    private static string? Fall(Trial trial) => trial.Outcome switch
    {
        { End: TransferEnd.Hung } when trial.Damaged.Bytes.Length < Magic =>
            "a defect of QEMU 11.1: its main loop waits for ever for the first four bytes of a connection that has ended",
        { End: TransferEnd.Crashed } when trial.Outcome.Words.Contains("fw_cfg_modify_bytes_read", StringComparison.Ordinal) =>
            "a defect of QEMU: the length of a block that may be resized reaches an assertion unchecked",
        _ => null,
    };

    private static bool IsInDescription(Trial trial) => trial.ReadAt.StartsWith("description", StringComparison.Ordinal);

    /// <summary>What only QEMU refuses.</summary>
    private static string? Unseen(FailureClass? said) => said switch
    {
        null => "a check of the receiver's own devices: no stream shows what they refuse",
        { Noticed: not Noticing.Reader } => $"only the receiver can know: {said.Sentence}",
        _ => null,
    };

    /// <summary>Both refuse, in other words.</summary>
    private static string Other(Trial trial) => trial.Said.Failure switch
    {
        null => "QEMU says that something failed, and not what",
        { Noticed: not Noticing.Reader } => "QEMU holds names, versions and values against its own devices before it comes to what the reader stops at",
        _ when trial.Said.Failure == StructureFailures.CutShort => "QEMU says 'Input/output error' of any read that came short, be it for a wrong length before it",
        _ when trial.Read == StructureFailures.CutShort => "the reader finds that a length exceeds what is left; QEMU reads on and trips over what it finds",
        _ when trial.Read == StructureFailures.DescriptionMismatch => "the reader holds the section against its description, QEMU finds the section's end elsewhere",
        _ => "one mistake, two names: the reader stops where the bytes stop making sense to it, QEMU where they do to its own tables",
    };
}
