namespace Migconf.Streams.Failures;

/// <summary>What is wrong between the device tables of two releases or two command lines. Facts: wire-format, section 8.</summary>
public static class DeviceFailures
{
    /// <summary>Case 1 of the facts.</summary>
    public static FailureClass FieldsDiffer { get; } = Compared(
        "MIG-STREAM-040",
        "a device saves other fields under the same version",
        "a field was added or removed, and the version was not raised",
        "'Missing section footer for' the device, or silently wrong values",
        "a subsection whose needed() test asks a property that is off for older machine types; a higher version_id mends only the way from old to new");

    /// <summary>Case 2 of the facts.</summary>
    public static FailureClass NestedFieldsDiffer { get; } = Compared(
        "MIG-STREAM-041",
        "a structure inside a device saves other fields",
        "a nested description was changed; its version is not on the wire, so every parent changes unseen",
        "'Missing section footer for' the device, or silently wrong values",
        "a subsection of the nested description, or VMS_VSTRUCT; never its version alone");

    /// <summary>Case 3 of the facts.</summary>
    public static FailureClass VersionTooNew { get; } = Compared(
        "MIG-STREAM-042",
        "a section has a higher version than the receiver knows",
        "version_id was raised; an older release refuses before it reads a field",
        "'unsupported version … for' the section",
        "a subsection, and a property in hw_compat so that old machine types send none");

    /// <summary>Case 4 of the facts.</summary>
    public static FailureClass VersionTooOld { get; } = Receiver(
        "MIG-STREAM-043",
        "a section has a lower version than the receiver still reads",
        "minimum_version_id was raised",
        "'incoming version_id n is too old for local minimum version_id'",
        "keep reading old versions, with field_exists where fields came later");

    /// <summary>Case 5 of the facts.</summary>
    public static FailureClass SubsectionUnknown { get; } = Compared(
        "MIG-STREAM-044",
        "a subsection is sent that the receiver does not know",
        "a newer release sends it and the older one looks its name up in vain",
        "the load fails with ENOENT and no name (10.0), with the name (11.1)",
        "needed() must be false in the default state and under hw_compat");

    /// <summary>Case 6 of the facts.</summary>
    public static FailureClass SubsectionMissing { get; } = Compared(
        "MIG-STREAM-045",
        "a subsection that the receiver knows is not sent",
        "an older release does not have it, or its needed() test was false",
        "nothing: the fields keep their values of reset",
        "set defaults in pre_load and mend them in post_load");

    /// <summary>Case 7 of the facts.</summary>
    public static FailureClass FieldWidth { get; } = Compared(
        "MIG-STREAM-046",
        "a field has another type or width",
        "its type was changed, and the version was not raised",
        "'Missing section footer for' the device, or silently wrong values",
        "keep the old field as VMSTATE_UNUSED of its size and put the new one into a subsection");

    /// <summary>Case 8 of the facts.</summary>
    public static FailureClass FieldDropped { get; } = Compared(
        "MIG-STREAM-047",
        "a field is no longer sent",
        "it was removed from the description, and nothing keeps its place",
        "'Missing section footer for' the device",
        "VMSTATE_UNUSED of the same size");

    /// <summary>Case 9 of the facts.</summary>
    public static FailureClass SectionRenamed { get; } = Compared(
        "MIG-STREAM-048",
        "a device has another name or another place",
        "it was renamed, or its slot or bus differs, and the name on the wire holds both",
        "'Unknown savevm section or instance'",
        "keep the name or give a compat alias; give addr= on both command lines");

    /// <summary>Case 10 of the facts.</summary>
    public static FailureClass OnlyInSource { get; } = Compared(
        "MIG-STREAM-049",
        "a device is sent that the destination does not have",
        "the command lines differ, or a device was plugged in and the destination was started without it",
        "'Unknown savevm section or instance'",
        "start the destination with the devices of the source");

    /// <summary>Case 11 of the facts.</summary>
    public static FailureClass OnlyInDestination { get; } = Compared(
        "MIG-STREAM-050",
        "a device of the destination is not sent",
        "the command lines differ; nothing checks that every device got its state",
        "nothing: the migration completes, and the device is in its state of reset",
        "start the destination with the devices of the source");

    /// <summary>Case 12 of the facts.</summary>
    public static FailureClass ArrayLength { get; } = Compared(
        "MIG-STREAM-051",
        "an array has another number of elements",
        "its bound is a constant that was changed, or follows a property that differs",
        "'Input validation failed', 'a != b', or 'Missing section footer for' the device",
        "put the count on the wire and validate it; a compat property for old machine types");

    /// <summary>Case 13 of the facts.</summary>
    public static FailureClass PciConfig { get; } = Compared(
        "MIG-STREAM-052",
        "the fixed part of a PCI configuration space differs",
        "another device or revision, other capabilities, MSI-X vectors or BARs, another MAC address or slot number where a capability holds it; once the "
            + "guest has placed its BARs, an address that is no multiple of the receiver's size",
        "'Bad config data: i=…'",
        "start the destination with the properties of the source; a property in hw_compat that keeps the layout of old machine types");

    /// <summary>A field that must have the receiver's value.</summary>
    public static FailureClass EqualField { get; } = Compared(
        "MIG-STREAM-053",
        "a field that must be equal on both sides differs",
        "it holds a number that the command line sets, such as a count of ports or interrupts",
        "'a != b' in hexadecimal, and the name of the field",
        "start the destination with the properties of the source");

    /// <summary>A subsection with a higher version.</summary>
    public static FailureClass SubsectionTooNew { get; } = Compared(
        "MIG-STREAM-054",
        "a subsection has a higher version than the receiver knows",
        "its version_id was raised",
        "'incoming version_id n is too new for local version_id'",
        "a further subsection under its own needed() test");

    /// <summary>All of this kind.</summary>
    public static IReadOnlyList<FailureClass> All { get; } =
    [
        FieldsDiffer, NestedFieldsDiffer, VersionTooNew, VersionTooOld, SubsectionUnknown, SubsectionMissing, FieldWidth,
        FieldDropped, SectionRenamed, OnlyInSource, OnlyInDestination, ArrayLength, PciConfig, EqualField, SubsectionTooNew,
    ];

    private static FailureClass Compared(string id, string sentence, string cause, string shows, string remedy) =>
        new(id, sentence, cause, shows, remedy, Noticing.Comparison);

    private static FailureClass Receiver(string id, string sentence, string cause, string shows, string remedy) =>
        new(id, sentence, cause, shows, remedy, Noticing.Receiver);
}
