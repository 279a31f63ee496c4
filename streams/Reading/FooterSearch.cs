using System.Buffers.Binary;
using Migconf.Streams.Bytes;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Finds the end of a section that nothing describes: its footer, followed by what may follow a section.</summary>
internal static class FooterSearch
{
    private const int FooterSize = 5;

    /// <summary>The longest beginning of an element that is looked at.</summary>
    internal const int Lookahead = 1 + 4 + 256;
    private const int FirstLook = 1024;
    private const int FurtherLook = 4096;

    /// <summary>How a footer begins: no machine has sections beyond 16 bits.</summary>
    private static ReadOnlySpan<byte> Small => [SectionFooter.Mark, 0, 0];

    /// <summary>Bytes up to the footer of the section.</summary>
    /// <param name="source">At the beginning of the body.</param>
    /// <param name="id">The section's.</param>
    /// <param name="limit">The most bytes that are looked at.</param>
    internal static int Length(ByteSource source, uint id, long limit)
    {
        // Looking further than needed would wait for bytes that a live source does not send before it is answered.
        var from = 0;
        for (var look = FirstLook; ; look = (int)Math.Min((long)look + FurtherLook, limit + 1))
        {
            var bytes = source.Peek(look);
            var isAll = bytes.Length < look;
            var found = Find(bytes[from..], id, isAll);
            found = found >= 0 ? found + from : isAll ? FindBeforeEnd(bytes, id) : found;
            from = Math.Max(0, bytes.Length - Lookahead - FooterSize);
            if (found >= 0)
            {
                return found;
            }

            if (isAll)
            {
                throw source.IsInPart || HasMore(bytes, id)
                    ? source.Fail(StructureFailures.FooterMissing, "footer", $"none of the {bytes.Length} bytes that follow begins the footer of section {id}")
                    : source.Fail(StructureFailures.CutShort, "data", $"the stream ends after {bytes.Length} bytes of it, before its footer");
            }

            if (look > limit)
            {
                throw source.Fail(StructureFailures.TooLarge, "", $"no footer within {limit} bytes");
            }
        }
    }

    /// <summary>Where the footer is in these bytes; -1 when it is not, or not surely.</summary>
    internal static int Find(ReadOnlySpan<byte> bytes, uint id, bool isAll)
    {
        for (var at = 0; at + FooterSize <= bytes.Length; at++)
        {
            var next = bytes[at..].IndexOf(SectionFooter.Mark);
            at += next;
            if (next < 0 || at + FooterSize > bytes.Length)
            {
                return -1;
            }

            var after = bytes[(at + FooterSize)..];
            if (!isAll && after.Length < Lookahead)
            {
                return -1;
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 1)..]) == id && MayFollow(after))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether the stream went on behind a section whose footer is not found: there are footers of others, or what may have been its
    /// own before the end mark.</summary>
    private static bool HasMore(ReadOnlySpan<byte> bytes, uint id) => FindAny(bytes) >= 0 || bytes is [.., SectionFooter.Mark, _, _, _, _, 0]
        || (bytes is [.., _, _, _, _, 0] && BinaryPrimitives.ReadUInt32BigEndian(bytes[^FooterSize..]) == id);

    /// <summary>Where a footer of whatever section is, with an element behind it; -1 when there is none. Numbers of sections are small.</summary>
    internal static int FindAny(ReadOnlySpan<byte> bytes)
    {
        for (var at = bytes.IndexOf(Small); at >= 0;)
        {
            if (bytes[at..].Length > FooterSize && MayFollow(bytes[(at + FooterSize)..]))
            {
                return at;
            }

            var next = bytes[(at + 1)..].IndexOf(Small);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return -1;
    }

    /// <summary>A footer before an end mark after which anything comes, as after a stream that others were written over.</summary>
    private static int FindBeforeEnd(ReadOnlySpan<byte> bytes, uint id)
    {
        Span<byte> wanted = [SectionFooter.Mark, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(wanted[1..], id);
        return bytes.IndexOf(wanted);
    }

    /// <summary>Whether an element may begin so, or nothing follows.</summary>
    internal static bool MayFollow(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [] => true,
        [0] or [0, DescriptionItem.Mark, ..] => true,
        [(byte)SectionKind.Start or (byte)SectionKind.Full, _, _, _, _, > 0 and var length, .. var rest] =>
            rest[..Math.Min(length, rest.Length)].IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0,
        [(byte)SectionKind.Part or (byte)SectionKind.End, _, _, _, _, ..] => true,
        [StreamCommand.Mark, 0, var number, var high, var low, ..] =>
            Enum.IsDefined((CommandKind)number) && CommandReader.Allows((CommandKind)number, (high << 8) | low),
        _ => false,
    };
}
