namespace Migconf.Devices.Streams;

/// <summary>How a save or a load ends other than well (facts: wire-format, section 4.1).</summary>
public enum LoadErrorKind
{
    /// <summary>No device has this section name and instance.</summary>
    UnknownSection,

    /// <summary>The section's version is newer than the receiver's.</summary>
    VersionTooNew,

    /// <summary>The section's version is older than the oldest the receiver loads.</summary>
    VersionTooOld,

    /// <summary>The receiver's description has no subsection of this name.</summary>
    UnknownSubsection,

    /// <summary>The version of a subsection is newer than the receiver's.</summary>
    SubsectionTooNew,

    /// <summary>The version of a subsection is older than the oldest the receiver loads.</summary>
    SubsectionTooOld,

    /// <summary>The version under which list elements load is not one their struct loads.</summary>
    ElementVersion,

    /// <summary>A number differs from the receiver's own.</summary>
    NotEqual,

    /// <summary>A number is above the receiver's own.</summary>
    AboveLimit,

    /// <summary>A check of the description does not hold.</summary>
    Invalid,

    /// <summary>A hook after the load refuses.</summary>
    HookRefused,

    /// <summary>The byte of a null pointer is another one.</summary>
    NotNull,

    /// <summary>The mark of a pointer is neither null nor element.</summary>
    UnknownMark,

    /// <summary>The footer does not follow the last byte that was read.</summary>
    FooterMissing,

    /// <summary>The footer is of another section.</summary>
    FooterMismatch,

    /// <summary>The stream ends in the middle of a section.</summary>
    StreamEnded,

    /// <summary>A count from the stream is larger than the memory behind the array: nothing is refused, memory is overwritten.</summary>
    Overrun,

    /// <summary>The source refuses to save: a hook before the save says no.</summary>
    SaveRefused,
}

/// <summary>Where and how a load ended.</summary>
/// <param name="Field">The field being loaded, as <c>rx.fifo[3]</c>; the name of a subsection or of the section where none is.</param>
/// <param name="Offset">Bytes from the start of the section's body; 0 for what its header causes.</param>
public sealed record LoadError(LoadErrorKind Kind, string Field, int Offset)
{
    /// <summary>The number that came and is refused: a version, an instance, a value; null where none is, or where it is not known.</summary>
    public Int128? Came { get; init; }

    /// <summary>What the receiver holds it against; null where there is nothing.</summary>
    public Int128? Own { get; init; }
}

/// <summary>Ends a load or save.</summary>
internal sealed class LoadException(LoadError error) : Exception(error.Kind.ToString())
{
    internal LoadError Error { get; } = error;
}
