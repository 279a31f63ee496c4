namespace Migconf.Devices.Checking;

/// <summary>Breaks that versions, names, checks and hooks cause, and those that nobody notices.</summary>
public static partial class CompatCatalogue
{
    private static BreakClass[] Versions =>
    [
        new(
            "MIG-COMPAT-003",
            "the section's version is newer than what the receiver loads",
            "version_id was raised: older releases refuse every stream of the newer one",
            "savevm: unsupported version N for '{device}' vM",
            "unsupported version N for '{device}' vM",
            "a raised version mends only the way from old to new: leave it, and send what is new in a subsection, behind a property that is off for older machine types"),
        new(
            "MIG-COMPAT-004",
            "the section's version is older than what the receiver loads",
            "minimum_version_id was raised: loaders of old versions were taken away",
            "{device}: incoming version_id N is too old for local minimum version_id  M",
            Around + ": {device}: incoming version_id N is too old for local minimum version_id M",
            "keep the minimum, and the fields of old versions with a test on the version"),
        new(
            "MIG-COMPAT-005",
            "the receiver has no subsection of the name that comes",
            "a subsection was added, renamed or dropped, and the source needs it in this state",
            Around + " (without the name)",
            Around + ": VM subsection '{field}' in '{device}' does not exist",
            "let needed be false at rest, and behind a property that is off for machine types of releases that do not know it"),
        new(
            "MIG-COMPAT-006",
            "a subsection comes in a version that the receiver does not load",
            "the version or the minimum of a subsection was raised",
            "{field}: incoming version_id N is too new for local version_id M",
            Around + ": Loading VM subsection '{field}' in '{device}' failed: incoming version_id N is too new for local version_id M",
            "leave the version of a subsection alone; add another subsection"),
        new(
            "MIG-COMPAT-009",
            "the receiver has no section of the name and instance that come",
            "the device or its description was renamed, or it sits on another bus or in another slot",
            "Unknown savevm section or instance '{device}' 0",
            "Unknown section or instance '{device}' 0",
            "keep the name, or accept the old one as an alias; give the same address to both sides"),
        new(
            "MIG-COMPAT-023",
            "elements of a list load as a version that their struct does not load",
            "elements load as the version of the list's field, not as the version of their struct",
            "incoming version_id N is too old for local minimum version_id  M",
            Around + ": incoming version_id N is too old for local minimum version_id M",
            "let the field's version be the one of the element's struct"),
    ];

    private static BreakClass[] Checks =>
    [
        new(
            "MIG-COMPAT-012",
            "a check of the receiver does not hold of what comes",
            "a value must equal the receiver's own, or stay below it, or a check was added that older states break",
            "N != M, or Input validation failed: {field}; Failed to load {device}:{field}",
            Around + ": N != M, or Input validation failed: {field}",
            "give both sides the same configuration by a property; let a check hold of every state an older release can send"),
        new(
            "MIG-COMPAT-013",
            "a hook of the receiver refuses what was loaded",
            "post_load demands something that an older release does not grant",
            "load of migration failed: Invalid argument",
            Around + ": post load hook failed for: {device}",
            "accept every state that an older release can send, and mend it instead"),
        new(
            "MIG-COMPAT-024",
            "the source refuses to save",
            "pre_save demands something that this state does not grant",
            "State blocked, or an error of the device",
            "State blocked, or an error of the device",
            "block migration before it begins, with a reason, as long as the state lasts"),
    ];

    private static BreakClass[] Losses =>
    [
        new(
            "MIG-COMPAT-017",
            "a value that the source does not know is not at rest in the receiver",
            "a default set before the load is not what older releases did",
            Silent,
            Silent,
            "let the reset value, or the hook before the load, be how older releases behaved"),
        new(
            "MIG-COMPAT-018",
            "a value of the source has no place in the receiver",
            "the field was dropped, or is sent as unused bytes to a release that reads it",
            Silent,
            Silent,
            "drop a field only when it is at rest in every state the machine type can reach, and leave unused bytes for it only when it is 0 there; else keep sending it; where a property that is off keeps it there, a history file says so "
                + "with only-with: PROPERTY beside the field"),
        new(
            "MIG-COMPAT-019",
            "the source does not send a value that is not at rest",
            "needed is false in a state in which the value matters, or the field has a test that is too narrow",
            Silent,
            Silent,
            "let needed be true whenever the value is not at rest; a property that stops the sending must also keep the value at rest, which a history file says with only-with: PROPERTY beside the field"),
        new(
            "MIG-COMPAT-020",
            "a hook of the receiver overwrites a value that was loaded",
            "post_load computes it again from something that does not migrate",
            Silent,
            Silent,
            "derive values only from what was loaded, and only where nothing was loaded"),
        new(
            "MIG-COMPAT-021",
            "a count from the stream is larger than the receiver's array",
            "the array was made smaller, or the count is read from other bytes; nothing compares the count with the memory",
            "nothing, or a crash",
            "nothing, or a crash",
            "check the count before the array with a validation"),
    ];
}
