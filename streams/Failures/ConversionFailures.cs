namespace Migconf.Streams.Failures;

/// <summary>Why a stream is not written again for another receiver.</summary>
public static class ConversionFailures
{
    /// <summary>A channel or content that only the original connection makes sense of.</summary>
    public static FailureClass NotConvertible { get; } = Converter(
        "MIG-STREAM-070",
        "the stream is of a kind that is not written again",
        "a return path, a recovered postcopy, a CPR state, COLO, or a device's state in multifd packets belongs to one connection of two processes",
        "QEMU reads such channels only from the source they belong to",
        "convert the main stream of the migration, and give its multifd channels with --channel");

    /// <summary>Pages that did not come.</summary>
    public static FailureClass MemoryMissing { get; } = Converter(
        "MIG-STREAM-071",
        "a part of the memory is not in the stream",
        "a multifd channel was not given, postcopy was cut, or the memory lies in shared files (x-ignore-shared, CPR)",
        "nothing: a page that was never sent stays what it is at the destination",
        "give every channel with --channel; take the stream again without x-ignore-shared");

    /// <summary>A machine type that the release does not have.</summary>
    public static FailureClass MachineUnknown { get; } = Converter(
        "MIG-STREAM-072",
        "the receiving release does not have the machine type",
        "the machine type is newer than the release, or was removed before it",
        "'unsupported machine type'",
        "name a machine type that both releases have with --machine, or a release that has this one");

    /// <summary>A compat property lies between the two machine types.</summary>
    public static FailureClass MachineLayout { get; } = Converter(
        "MIG-STREAM-073",
        "a device saves its state otherwise under the other machine type",
        "a property that hw_compat sets for one of the two machine types changes what the device is or saves, or nobody knows whether one does",
        "'Missing section footer', 'Bad config data', or silently wrong values",
        "keep the machine type, or name one on the same side of the change; a property on the receiver's command line can undo it");

    /// <summary>A body without description.</summary>
    public static FailureClass NotDescribed { get; } = Converter(
        "MIG-STREAM-074",
        "a device that nothing describes cannot be held against a release",
        "the stream carries no description of its devices, as in postcopy",
        "whatever the device's own state brings about",
        "give the description of another stream of the same machine with --description, or leave out --to-release");

    /// <summary>All of this kind.</summary>
    public static IReadOnlyList<FailureClass> All { get; } = [NotConvertible, MemoryMissing, MachineUnknown, MachineLayout, NotDescribed];

    private static FailureClass Converter(string id, string sentence, string cause, string shows, string remedy) =>
        new(id, sentence, cause, shows, remedy, Noticing.Converter);
}
