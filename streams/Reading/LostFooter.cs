using System.Buffers.Binary;
using Migconf.Streams.Bytes;

namespace Migconf.Streams.Reading;

/// <summary>Says where the footer of a section is that does not come where the section should end. It may come later, for bytes that were added,
/// or have come before, for bytes that are missing.</summary>
internal static class LostFooter
{
    /// <summary>Bytes ahead that are looked at in a pipe.</summary>
    internal const int Nearby = 64 * 1024;

    /// <summary>Bytes ahead that are looked at in a file.</summary>
    private const int Far = 4 * 1024 * 1024;

    /// <param name="source">Anywhere in the section, or at its end.</param>
    /// <param name="id">The section's.</param>
    /// <param name="begin">Where the section's body begins: its footer is not before that.</param>
    /// <param name="due">Where it has to come.</param>
    internal static string Place(ByteSource source, uint id, long begin, long due)
    {
        var (bytes, from) = source.Look(begin, (int)Math.Clamp(due - begin, 0, int.MaxValue - Far) + Far) is { } around
            ? (around, begin) : (source.Peek(Nearby).ToArray(), source.Position);
        var found = FooterSearch.Find(bytes, id, isAll: true) is var at and >= 0 ? from + at : -1;
        if (found < 0)
        {
            var other = FooterSearch.FindAny(bytes);
            return other < 0 ? "none is near"
                : $"none is near; the next one is that of section {BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(other + 1))}, at byte {from + other}";
        }

        return found == due ? $"it comes where it is due, at byte {due}"
            : found > due ? $"it comes {found - due} bytes later, at byte {found}: the body has so many bytes too many"
            : $"it comes {due - found} bytes earlier, at byte {found}: the body lacks so many bytes";
    }
}
