using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Checking;

/// <summary>A place where a receiver takes bytes for something else than the source sent.</summary>
/// <param name="Key">What the receiver's number stands for; null for padding, a mark or the footer.</param>
/// <param name="Role">What the receiver takes the bytes for.</param>
/// <param name="Path">The receiver's field.</param>
/// <param name="Width">Bytes the receiver takes.</param>
/// <param name="Kind">The kind of number it reads; null for what is no number.</param>
/// <param name="Sent">What the source sent there; null for the end of the stream.</param>
/// <param name="Offset">Bytes from the start of the section's body.</param>
internal sealed record Divergence(string? Key, Role Role, string Path, int Width, Scalar? Kind, Term? Sent, int Offset)
{
    /// <summary>All bytes that the receiver takes were sent as unused.</summary>
    internal bool IsUnused { get; init; }

    /// <summary>What the receiver's number stands for, without indexes.</summary>
    internal string? Expected => Key is null ? null : Leaves.Base(Key);

    /// <summary>What the source's number stands for, without indexes.</summary>
    internal string? Found => Sent?.Place is { } place ? Leaves.Base(place.Key) : null;
}
