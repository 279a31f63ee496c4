namespace Migconf.Streams.Failures;

/// <summary>What is wrong with the frame of a stream: header, configuration, sections, footers, commands, description.</summary>
public static class StructureFailures
{
    /// <summary>The magic number is not there.</summary>
    public static FailureClass NotAStream { get; } = new(
        "MIG-STREAM-001",
        "the file does not begin as a migration stream",
        "another kind of file, a stream that lost its beginning, or a channel other than the main one",
        "'Not a migration stream' up to 10.0, 'unknown channel magic' in 11.1",
        "give the file that holds the stream from its first byte on, or name the kind of channel");

    /// <summary>The version after the magic number is not 3.</summary>
    public static FailureClass StreamVersion { get; } = new(
        "MIG-STREAM-002",
        "the stream is of a version that no release reads",
        "version 2 is of a QEMU before 0.13, and higher ones do not exist",
        "'SaveVM v2 format is obsolete', or 'Unsupported migration stream version'",
        "make the stream again with a QEMU that writes version 3");

    /// <summary>Footers are there, the configuration is not.</summary>
    public static FailureClass NoConfiguration { get; } = new(
        "MIG-STREAM-003",
        "the configuration section is missing although the stream has footers",
        "send-configuration is off on the source; machines up to 2.3 have neither, later ones both",
        "'Configuration section missing'",
        "leave migration.send-configuration on, or switch it off on both sides");

    /// <summary>The end came too early.</summary>
    public static FailureClass CutShort { get; } = new(
        "MIG-STREAM-004",
        "the stream ends in the middle of something",
        "the connection broke, the file was cut, or a length inside is larger than what follows it",
        "'load of migration failed: Input/output error', or 'Unable to read ID string'; postcopy pauses once the destination runs",
        "send again, or recover a paused postcopy; before the guest runs on the destination nothing is lost");

    /// <summary>A section type that does not exist.</summary>
    public static FailureClass UnknownSectionType { get; } = new(
        "MIG-STREAM-005",
        "an element begins with a byte that no element begins with",
        "the section before it is longer or shorter than it was taken for, or bytes were damaged",
        "'Unknown savevm section type' (10.0), 'Unknown section type' (11.1)",
        "look at the section before it: its fields and those of the receiver differ");

    /// <summary>A part of a section that was never begun.</summary>
    public static FailureClass UnknownSection { get; } = new(
        "MIG-STREAM-006",
        "a part belongs to a section that was never begun",
        "its start was lost or reordered, or the id is damaged",
        "'Unknown savevm section' (10.0) or 'Unknown section' (11.1), and the id",
        "send the start of a live section before its parts");

    /// <summary>No footer where it has to be.</summary>
    public static FailureClass FooterMissing { get; } = new(
        "MIG-STREAM-007",
        "a section is not followed by its footer",
        "a field was added, removed or changed in width without a new version, so that the body has another length",
        "'Missing section footer for' and the section's name",
        "put the new field into a subsection whose needed() test asks a property that is off for older machine types: that mends both ways; "
            + "a raised version with the field marked by it mends only the way from old to new, and older releases refuse what the new one sends");

    /// <summary>A footer that names another section.</summary>
    public static FailureClass FooterMismatch { get; } = new(
        "MIG-STREAM-008",
        "a footer carries the id of another section",
        "the body has another length than it was taken for and happens to meet a footer, or bytes were damaged",
        "'Mismatched section id in footer'",
        "as for a missing footer");

    /// <summary>A command that does not exist.</summary>
    public static FailureClass UnknownCommand { get; } = new(
        "MIG-STREAM-009",
        "a command has a number that does not exist",
        "the bytes are damaged, or the source is newer than this reader",
        "'MIG_CMD … unknown'",
        "guard the new command with a migration property that old machine types switch off");

    /// <summary>A command whose payload has the wrong length.</summary>
    public static FailureClass CommandLength { get; } = new(
        "MIG-STREAM-010",
        "a command carries a payload of the wrong length",
        "the payload was extended without a new command, or bytes were damaged",
        "'received with bad length - expecting'",
        "a command keeps its length for ever; add a new one");

    /// <summary>A command whose payload says something impossible.</summary>
    public static FailureClass CommandContent { get; } = new(
        "MIG-STREAM-011",
        "the payload of a command is not what the command carries",
        "bytes were damaged, or the sender writes another layout",
        "the load fails; the message names the command",
        "send the layout of the command's first release");

    /// <summary>Longer than this reader is willing to keep.</summary>
    public static FailureClass TooLarge { get; } = new(
        "MIG-STREAM-012",
        "something is larger than this reader keeps in memory",
        "a damaged length, or a device that saves more than the limit",
        "QEMU has no such limit and allocates",
        "raise the limit if the stream is sound");

    /// <summary>A name that is no name.</summary>
    public static FailureClass BadName { get; } = new(
        "MIG-STREAM-013",
        "a name is empty or holds bytes that no name holds",
        "the bytes before it have another length than they were taken for, or were damaged",
        "'Unknown savevm section or instance', 'Unknown section or instance' or 'Unknown ramblock', with an unreadable name",
        "look at what comes before the name");

    /// <summary>The configuration cannot be read.</summary>
    public static FailureClass BadConfiguration { get; } = new(
        "MIG-STREAM-014",
        "the configuration section holds something that it cannot hold",
        "a subsection or a capability that does not exist, or damaged bytes",
        "'Received unknown capability'; of a subsection 'No such file or directory' (10.0) or 'does not exist' (11.1)",
        "only target-page-bits, capabilities and uuid are known subsections");

    /// <summary>The device description is no description.</summary>
    public static FailureClass DescriptionUnreadable { get; } = new(
        "MIG-STREAM-015",
        "the description of the device state cannot be read",
        "it is no JSON, lacks a key, or holds a value of the wrong kind",
        "QEMU never reads it and completes",
        "make the stream again, or read it without the description");

    /// <summary>Description and body disagree.</summary>
    public static FailureClass DescriptionMismatch { get; } = new(
        "MIG-STREAM-016",
        "a device section is not laid out as its description says",
        "the description is of another stream, or the section was damaged",
        "QEMU never compares them; its own tables may still fit",
        "take the description from a stream of the same machine and devices");

    /// <summary>The package and what is in it disagree.</summary>
    public static FailureClass PackageBroken { get; } = new(
        "MIG-STREAM-017",
        "what is in a package does not fill it",
        "the length of the package is damaged, or an element in it is cut by its end",
        "the load of the package fails, before the guest runs",
        "send the package as one piece with its true length");

    /// <summary>More after the end.</summary>
    public static FailureClass TrailingBytes { get; } = new(
        "MIG-STREAM-018",
        "bytes follow the end of the stream",
        "an older and longer file was written over, two files were joined, or the description is damaged",
        "nothing: QEMU stops reading at the end and completes",
        "cut the file where the stream ends");

    /// <summary>An order that no sender produces.</summary>
    public static FailureClass WrongOrder { get; } = new(
        "MIG-STREAM-019",
        "a command comes at a time at which it may not come",
        "an element was lost or moved: a PING without return path, postcopy commands out of their order",
        "'received with no return path', 'in wrong postcopy state'",
        "send the commands in the order ADVISE, LISTEN, RUN, and OPEN_RETURN_PATH before PING");

    /// <summary>All of this kind.</summary>
    public static IReadOnlyList<FailureClass> All { get; } =
    [
        NotAStream, StreamVersion, NoConfiguration, CutShort, UnknownSectionType, UnknownSection, FooterMissing, FooterMismatch,
        UnknownCommand, CommandLength, CommandContent, TooLarge, BadName, BadConfiguration, DescriptionUnreadable,
        DescriptionMismatch, PackageBroken, TrailingBytes, WrongOrder,
    ];
}
