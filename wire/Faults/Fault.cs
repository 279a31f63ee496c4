namespace Migconf.Wire.Faults;

/// <summary>What a fault does.</summary>
public enum FaultAction
{
    /// <summary>Every connection of that side ends at once.</summary>
    Close,

    /// <summary>The connection can no longer be written to.</summary>
    ShutdownSend,

    /// <summary>The connection can no longer be read from.</summary>
    ShutdownReceive,

    /// <summary>Nothing goes on for a while.</summary>
    Hold,

    /// <summary>A bit of the message, or of the byte, is changed.</summary>
    Flip,

    /// <summary>Half of the message is sent, and then nothing any more.</summary>
    Truncate,

    /// <summary>The message is not sent.</summary>
    Drop,

    /// <summary>The source is told that the destination failed.</summary>
    Error,
}

/// <summary>Where a fault may be: which connection, and in which direction.</summary>
public enum FaultPlace
{
    /// <summary>The main stream of the source, as it arrives.</summary>
    In,

    /// <summary>A further channel of the source.</summary>
    InChannel,

    /// <summary>What the source is answered.</summary>
    InReturn,

    /// <summary>The main stream that is sent on.</summary>
    Out,

    /// <summary>A further channel that is sent on.</summary>
    OutChannel,

    /// <summary>What the destination answers.</summary>
    OutReturn,
}

/// <summary>Something that is done to a migration at one point of it.</summary>
/// <param name="Text">As it was written; a hold with its time.</param>
/// <param name="Action">What is done.</param>
/// <param name="Place">On which connection, and in which direction.</param>
public sealed record Fault(string Text, FaultAction Action, FaultPlace Place)
{
    /// <summary>The kind of the message; empty with a byte.</summary>
    public string Message { get; init; } = "";

    /// <summary>Which one of the kind: a section, a block, a number; empty for any.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Which of those that match, counted from 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>A byte of the connection's direction, from 0 on; null with a message.</summary>
    public long? Byte { get; init; }

    /// <summary>With <see cref="FaultAction.Hold"/>: how long.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the message is written by this side.</summary>
    public bool IsSent => Place is FaultPlace.InReturn or FaultPlace.Out or FaultPlace.OutChannel;
}

/// <summary>A fault ended the migration, as it was told to.</summary>
/// <param name="fault">Which.</param>
public sealed class FaultException(Fault fault) : Exception($"the fault {fault.Text} ended the migration")
{
    /// <summary>Which.</summary>
    public Fault Fault { get; } = fault;
}
