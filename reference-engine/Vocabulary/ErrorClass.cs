namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>What kind of error it is. Texts differ between releases, and after a broken link between two runs of one
/// release; the class does not (facts: control-plane, sections 3 and 5).</summary>
public enum ErrorClass
{
    None,

    /// <summary>A command needs that no migration is running.</summary>
    MigrationInProgress,

    /// <summary>The guest has not arrived yet.</summary>
    WaitingForIncoming,

    /// <summary>The guest has left: it must not be migrated again from here.</summary>
    PausedByMigration,

    /// <summary>The command belongs to another status.</summary>
    UnexpectedStatus,

    /// <summary>The process was not started to receive.</summary>
    NotIncoming,

    /// <summary>A process can receive only once.</summary>
    IncomingStarted,

    /// <summary><c>cont</c> between switchover and the end.</summary>
    NotFinalized,

    /// <summary>A capability or parameter of that name is not there.</summary>
    UnknownOption,

    /// <summary>A value that a parameter does not take.</summary>
    OptionValue,

    /// <summary>Capabilities that exclude each other, or one without another that it needs.</summary>
    IncompatibleOptions,

    /// <summary>An option that had to be set before the migration began.</summary>
    TooLate,

    /// <summary>Postcopy was asked for without its capability.</summary>
    PostcopyNotEnabled,

    /// <summary>Postcopy was asked for before a migration was.</summary>
    PostcopyTooEarly,

    /// <summary>Once postcopy has begun a migration is not cancelled.</summary>
    PostcopyNotCancelled,

    /// <summary>There is no postcopy under way whose link could be given up.</summary>
    NothingToPause,

    /// <summary>Only a paused postcopy is recovered, or taken up again.</summary>
    NotPaused,

    /// <summary>Pages that have their places in a file are sent to a file only.</summary>
    NotSeekable,

    /// <summary>Channels beside the main one need an address that takes several connections.</summary>
    NotMultiChannel,

    /// <summary>The guest does not run on both sides.</summary>
    NotColo,

    /// <summary>No migration has a connection that could be shut down.</summary>
    NothingToYank,

    /// <summary>Mode cpr-transfer without the channel that memory is handed over on.</summary>
    NoCprChannel,

    /// <summary>Mode cpr-exec without a program.</summary>
    NoCommand,

    /// <summary>A mode that hands memory over, and memory that cannot be.</summary>
    MemoryNotShared,

    /// <summary>Mode cpr-exec to an address that may keep what was written only as long as this process lives.</summary>
    NotAFile,

    /// <summary>The program that was to take over could not be started.</summary>
    Exec,

    /// <summary>The manager gave the link up.</summary>
    PausedByUser,

    /// <summary>The guest powered itself off: it goes on only after a reset.</summary>
    NeedsReset,

    /// <summary>The keys that a connection is to be encrypted with do not exist.</summary>
    NoKeys,

    /// <summary>The other side does not encrypt, or the connection was lost before both had agreed.</summary>
    Handshake,

    /// <summary>Memory that was released as it was sent cannot be sent again.</summary>
    MemoryReleased,

    /// <summary>The machine has a device that cannot be migrated.</summary>
    Blocked,

    /// <summary>Part of its memory cannot be read.</summary>
    MemoryPoisoned,

    /// <summary>It has no such device.</summary>
    NoDevice,

    /// <summary>It has a device of that name.</summary>
    DeviceExists,

    /// <summary>No device is plugged in while a migration is under way.</summary>
    DeviceTooLate,

    /// <summary>There is no such job.</summary>
    NoJob,

    /// <summary>The disk cannot be given up: a job of the block layer still writes.</summary>
    DiskKept,

    /// <summary>A device could not be saved.</summary>
    NotSaved,

    /// <summary>Somebody else holds the lock of the disk's image.</summary>
    DiskLocked,

    /// <summary>The link broke.</summary>
    Link,

    /// <summary>The other side said that it failed.</summary>
    Peer,

    /// <summary>The connection could not be made.</summary>
    Connect,

    /// <summary>The destination could not load the stream.</summary>
    Load,

    /// <summary>An error the reference does not know.</summary>
    Other,
}
