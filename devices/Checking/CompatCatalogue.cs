namespace Migconf.Devices.Checking;

/// <summary>A way in which device state of one release fails to load in another. Its id keeps its meaning for ever.</summary>
/// <param name="Id">What a message begins with.</param>
/// <param name="Sentence">What happens.</param>
/// <param name="Cause">What was done to the description.</param>
/// <param name="Until10">What QEMU 5.2, 7.2 and 10.0 say; {device} and {field} stand for names.</param>
/// <param name="Since11">What QEMU 11.1 says, in one line with what went wrong around it.</param>
/// <param name="Recipe">How the description is mended.</param>
public sealed record BreakClass(string Id, string Sentence, string Cause, string Until10, string Since11, string Recipe)
{
    /// <summary>What a release says.</summary>
    public string Shown(string release) => release is "11.1" or "next" ? Since11 : Until10;
}

/// <summary>Every break class (facts: wire-format, sections 4.1 and 8).</summary>
public static partial class CompatCatalogue
{
    private const string NoFooter = "Missing section footer for {device}";
    private const string NoFooterSince11 = "Missing section footer for {device}: Section footer error";
    private const string Silent = "nothing: the load completes";
    private const string Around = "error while loading state for instance 0x0 of device '{device}'";

    public static IReadOnlyList<BreakClass> All { get; } = [.. Layout, .. Versions, .. Checks, .. Losses];

    public static BreakClass? Find(string id) => All.FirstOrDefault(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    private static BreakClass[] Layout =>
    [
        new(
            "MIG-COMPAT-001",
            "the receiver reads a field that the source does not send",
            "a field was added in place: nothing on the wire tells the receiver that it is missing",
            NoFooter,
            NoFooterSince11,
            "where it was added, send it in a subsection that is needed only when the value is not at rest, behind a property that is off for older machine types; "
                + "where the source's release dropped it, keep sending it"),
        new(
            "MIG-COMPAT-002",
            "the receiver reads a field in a nested struct that the source does not send",
            "a field was added to a nested struct: it has no version on the wire, so raising its version does not help",
            NoFooter,
            NoFooterSince11,
            "where it was added, give the nested struct a subsection with it, and leave its version alone; where the source's release dropped it, keep sending it"),
        new(
            "MIG-COMPAT-007",
            "a field has another width or kind in the receiver",
            "the type of a field was changed in place",
            NoFooter,
            NoFooterSince11,
            "keep the field as it was, and send what does not fit in a subsection behind a property"),
        new(
            "MIG-COMPAT-008",
            "the source sends a field that the receiver does not read",
            "a field was dropped, or the source's release has added one in place",
            NoFooter,
            NoFooterSince11,
            "where it was dropped, keep sending it, or leave unused bytes of the same size if it is always 0 on both sides; where it was added, send it in a subsection behind a property"),
        new(
            "MIG-COMPAT-010",
            "an array or buffer has another length in the receiver",
            "the bound of an array was changed",
            NoFooter,
            NoFooterSince11,
            "keep the old length and send the rest in a subsection, or send the count as a field, checked, with its bound behind a property"),
        new(
            "MIG-COMPAT-011",
            "the receiver expects the fields in another order or place",
            "fields were swapped, or moved into or out of a subsection or struct",
            NoFooter,
            NoFooterSince11,
            "leave fields where they are; their place is the only name they have"),
        new(
            "MIG-COMPAT-014",
            "a field is present for one side only",
            "its test, or the version it came with, gives another answer on the two sides: a property has another default for the same machine type, or the test reads what is not yet loaded",
            NoFooter,
            NoFooterSince11,
            "let the test read only the version, a property with the same default per machine type in every release, and fields loaded before"),
        new(
            "MIG-COMPAT-015",
            "the receiver does not recognise a subsection as one",
            "the subsection's name does not begin with the name of the struct it belongs to, or that struct was renamed",
            NoFooter,
            NoFooterSince11,
            "name a subsection PARENT/NAME, and never rename a struct that has subsections"),
        new(
            "MIG-COMPAT-025",
            "the receiver takes bytes for numbers that the source does not know under these names",
            "a number was split, joined or renamed, or another took its place: as many bytes, so that nothing is refused",
            Silent,
            Silent,
            "the wire is big-endian: where u32 became the high and then the low u16, or only the name is new, the meaning is the same: "
                + "describe the bytes in every release as one number, or name with 'stands' what the new name stands for; "
                + "where the order or the meaning is another, keep the old field and send the new ones in a subsection behind a property"),
        new(
            "MIG-COMPAT-016",
            "a pointer is null on one side only, or marked on one side only",
            "null pointers of an array differ between the machines, or the array began to mark its elements",
            "an error of the element: " + NoFooter,
            "Unexpected ptr marker: N, or get_nullptr fails: " + Around,
            "describe a new array with marks beside the old one, in a subsection; create the same elements on both sides"),
    ];
}
