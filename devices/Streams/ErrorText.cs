using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Streams;

/// <summary>What a release of QEMU says about a load that fails; N and M stand for numbers (facts: wire-format, section 4.1).</summary>
public static class ErrorText
{
    /// <param name="error">What failed; null when nothing is noticed.</param>
    /// <param name="section">The section's name on the wire.</param>
    /// <param name="release">The release of the receiver.</param>
    public static string Of(LoadError? error, string section, string release)
    {
        if (error is null)
        {
            return "nothing: the load completes";
        }

        var isNew = MachineTypes.IsAtLeast(release, "11.1");
        var (field, device) = (error.Field, section[(section.LastIndexOf('/') + 1)..]);
        var around = $"error while loading state for instance 0x0 of device '{section}'";
        string Both(string text) => isNew ? $"{around}: {text}" : $"{text} / {around}";
        return error.Kind switch
        {
            LoadErrorKind.UnknownSection => $"Unknown {(isNew ? "" : "savevm ")}section or instance '{section}' N",
            LoadErrorKind.VersionTooNew => $"{(isNew ? "" : "savevm: ")}unsupported version N for '{section}' vM",
            LoadErrorKind.VersionTooOld => Both($"{device}: incoming version_id N is too old for local minimum version_id  M"),
            LoadErrorKind.UnknownSubsection => isNew
                ? $"{around}: VM subsection '{field}' in '{device}' does not exist"
                : $"{around} (ENOENT, without the subsection's name)",
            LoadErrorKind.SubsectionTooNew => Both($"{field}: incoming version_id N is too new for local version_id M"),
            LoadErrorKind.SubsectionTooOld or LoadErrorKind.ElementVersion => Both($"{field}: incoming version_id N is too old for local minimum version_id  M"),
            LoadErrorKind.NotEqual => isNew ? $"{around}: N != M" : $"N != M / Failed to load {device}:{field} / {around}",
            LoadErrorKind.AboveLimit => Both($"Failed to load {device}:{field}"),
            LoadErrorKind.Invalid => Both($"Input validation failed: {device}/{field}"),
            LoadErrorKind.HookRefused => isNew ? $"{around}: post load hook failed for: {field}" : $"{around} (EINVAL, without a reason)",
            LoadErrorKind.NotNull => Both("an error of the null pointer"),
            LoadErrorKind.UnknownMark => isNew ? $"{around}: Unexpected ptr marker: N" : Both("an error of the null pointer"),
            LoadErrorKind.FooterMissing => $"Missing section footer for {section}{(isNew ? ": Section footer error" : "")}",
            LoadErrorKind.FooterMismatch => $"Mismatched section id in footer for {section} - read N expected M",
            LoadErrorKind.StreamEnded => Both($"Failed to load {device}:{field} (EIO)"),
            LoadErrorKind.SaveRefused => "the source says it: an error of the device before the save",
            _ => "nothing, or a crash: memory behind the array is overwritten",
        };
    }
}
