namespace Migconf.Streams.Failures;

/// <summary>What is wrong with memory: the list of blocks, page records, page contents.</summary>
public static class RamFailures
{
    /// <summary>The RAM section is not of version 4.</summary>
    public static FailureClass Version { get; } = new(
        "MIG-STREAM-020",
        "the RAM section is not of version 4",
        "a QEMU before 0.15, or damaged bytes",
        "'unsupported version' or a version that is too old, for 'ram'",
        "make the stream again with a later QEMU");

    /// <summary>Flags that no record has.</summary>
    public static FailureClass UnknownFlags { get; } = new(
        "MIG-STREAM-021",
        "a page record has flags that no record has",
        "the record before it has another length than it was taken for, or the source is newer",
        "'Unknown combination of migration flags'",
        "guard the new flag with a capability or a migration property that old machine types switch off");

    /// <summary>A page of a block that was not announced.</summary>
    public static FailureClass UnknownBlock { get; } = new(
        "MIG-STREAM-022",
        "a page belongs to no block that was announced",
        "the block's name is damaged, the list of blocks was lost, or a record repeats a block where none came before",
        "'Can't find block'",
        "announce every block in the start of the RAM section");

    /// <summary>A page beyond its block.</summary>
    public static FailureClass OffsetOutside { get; } = new(
        "MIG-STREAM-023",
        "a page lies beyond the end of its block",
        "the offset is damaged, or the block was announced with another length",
        "'Illegal RAM offset'",
        "announce the length that the pages are sent for");

    /// <summary>A zero page that is not zero.</summary>
    public static FailureClass NonzeroFill { get; } = new(
        "MIG-STREAM-024",
        "a zero page is filled with something else",
        "very old senders filled with any byte; every later one with zero",
        "'Found a zero page with value' (10.0 and later); 5.2 and 7.2 fill the page with it",
        "send such a page in full");

    /// <summary>A delta that cannot be applied.</summary>
    public static FailureClass DeltaBroken { get; } = new(
        "MIG-STREAM-025",
        "an XBZRLE page cannot be decoded",
        "its encoding byte, its length or one of its runs is damaged",
        "'Failed to load XBZRLE page'",
        "send the page in full when its delta would be longer than a page");

    /// <summary>A compressed page that does not inflate to a page.</summary>
    public static FailureClass CompressedPageBroken { get; } = new(
        "MIG-STREAM-026",
        "a compressed page does not inflate to one page",
        "its length or its data is damaged",
        "'decompress data failed'; releases from 9.1 on refuse such pages at all",
        "use multifd compression instead");

    /// <summary>Lengths of blocks that do not add up.</summary>
    public static FailureClass SizesDisagree { get; } = new(
        "MIG-STREAM-027",
        "the lengths of the RAM blocks do not add up to the announced total",
        "a block is missing from the list, or a field of it is read that was not sent (x-ignore-shared, huge pages)",
        "the setup of 'ram' fails, often with 'Unknown ramblock' and an unreadable name",
        "use the same capabilities on both sides");

    /// <summary>A mapped-ram header that contradicts itself.</summary>
    public static FailureClass MappedRamBroken { get; } = new(
        "MIG-STREAM-028",
        "the mapped-ram header of a block contradicts itself or the file",
        "its version is not 1, or bitmap and pages overlap or lie beyond the file",
        "the load of 'ram' fails",
        "write the file again; it is no stream and must not be copied through a pipe that drops holes");

    /// <summary>All of this kind.</summary>
    public static IReadOnlyList<FailureClass> All { get; } =
    [
        Version, UnknownFlags, UnknownBlock, OffsetOutside, NonzeroFill, DeltaBroken, CompressedPageBroken, SizesDisagree,
        MappedRamBroken,
    ];
}
