using System.Globalization;
using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Streams;

/// <summary>What a release of QEMU says about a load that fails (facts: wire-format, section 4.1). A number that depends on the
/// state of the source is written N.</summary>
public static class ErrorText
{
    /// <param name="error">What failed; null when nothing is noticed.</param>
    /// <param name="sent">The section on the wire.</param>
    /// <param name="release">The release of the receiver.</param>
    public static string Of(LoadError? error, SectionName sent, string release)
    {
        if (error is null)
        {
            return "nothing: the load completes";
        }

        var isNew = MachineTypes.IsAtLeast(release, "11.1");
        var section = sent.Name;
        var (field, device) = (error.Field, section[(section.LastIndexOf('/') + 1)..]);
        var (came, own) = (Shown(error.Came), Shown(error.Own));
        var around = $"error while loading state for instance 0x{sent.Instance:x} of device '{section}'";
        string Both(string text) => isNew ? $"{around}: {text}" : $"{text} / {around}";
        var tooOld = $"incoming version_id {came} is too old for local minimum version_id {(isNew ? "" : " ")}{own}";
        return error.Kind switch
        {
            LoadErrorKind.UnknownSection => $"Unknown {(isNew ? "" : "savevm ")}section or instance '{section}' {came}",
            LoadErrorKind.VersionTooNew => $"{(isNew ? "" : "savevm: ")}unsupported version {came} for '{section}' v{own}",
            LoadErrorKind.VersionTooOld => Both($"{device}: {tooOld}"),
            LoadErrorKind.UnknownSubsection => isNew
                ? $"{around}: VM subsection '{field}' in '{device}' does not exist"
                : $"{around} (ENOENT, without the subsection's name)",
            LoadErrorKind.SubsectionTooNew => Both($"{field}: incoming version_id {came} is too new for local version_id {own}"),
            LoadErrorKind.SubsectionTooOld or LoadErrorKind.ElementVersion =>
                Both($"{field}: {tooOld}"),
            LoadErrorKind.NotEqual => isNew
                ? $"{around}: {Hex(error.Own)} != {Hex(error.Came)}"
                : $"{Hex(error.Own)} != {Hex(error.Came)} / Failed to load {device}:{field} / {around}",
            LoadErrorKind.AboveLimit => Both($"Failed to load {device}:{field}"),
            LoadErrorKind.Invalid => Both($"Input validation failed: {device}/{field}"),
            LoadErrorKind.HookRefused => isNew ? $"{around}: post load hook failed for: {field}" : $"{around} (EINVAL, without a reason)",
            LoadErrorKind.NotNull => Both("an error of the null pointer"),
            LoadErrorKind.UnknownMark => isNew ? $"{around}: Unexpected ptr marker: {came}" : Both("an error of the null pointer"),
            LoadErrorKind.FooterMissing => $"Missing section footer for {section}{(isNew ? ": Section footer error" : "")}",
            LoadErrorKind.FooterMismatch => $"Mismatched section id in footer for {section} - read 0xN expected 0xM",
            LoadErrorKind.StreamEnded => isNew
                ? $"{around}: Failed to load {device} state: stream error: -5"
                : $"Failed to load {device}:{field} / {around} (EIO)",
            LoadErrorKind.SaveRefused => "the source says it: an error of the device before the save",
            _ => "nothing, or a crash: memory behind the array is overwritten",
        };
    }

    /// <summary>What the load shows in a stream: where more is read than was sent, the bytes of the next section are taken for it.</summary>
    /// <param name="error">How it ends when nothing follows.</param>
    /// <param name="followed">How it ends when other sections follow; null when their bytes decide.</param>
    /// <param name="sent">The section on the wire.</param>
    /// <param name="release">The release of the receiver.</param>
    public static string InStream(LoadError? error, LoadError? followed, SectionName sent, string release) => (error?.Kind, followed) switch
    {
        (not LoadErrorKind.StreamEnded, _) => Of(error, sent, release),
        (_, { } ending) => $"{Of(ending, sent, release)} (bytes behind the section are taken for '{error.Field}'; "
            + $"only where the stream ends there: {Of(error, sent, release)})",
        _ => $"what the bytes behind the section decide, which are taken for '{error.Field}': as a rule {Missing(sent, release)} "
            + $"(only where the stream ends there: {Of(error, sent, release)})",
    };

    private static string Missing(SectionName sent, string release) => Of(new(LoadErrorKind.FooterMissing, "footer", 0), sent, release);

    private static string Shown(Int128? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "N";

    /// <summary>Values are compared in hexadecimal digits, the receiver's own first.</summary>
    private static string Hex(Int128? number) => number is not { } known ? "N"
        : known < 0 && known >= int.MinValue ? $"{unchecked((uint)(int)known):x}" : $"{unchecked((ulong)known):x}";
}
