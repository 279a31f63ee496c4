using System.Buffers.Binary;
using Migconf.Streams.Items;

namespace Migconf.Streams.Descriptions;

/// <summary>Finds the description at the end of a file without reading what comes before it.</summary>
public static class DescriptionFinder
{
    private const int Head = 5;
    private const int Piece = 256 * 1024;

    /// <summary>How far from the end a description is looked for that does not end the file.</summary>
    private const int Nearby = 4 * 1024 * 1024;

    /// <summary>How many beginnings are tried; a file made of beginnings is damaged, and takes no longer.</summary>
    private const int MostTries = 16;

    /// <summary>The description a file ends with, or the last one in it where other bytes follow; null when there is none
    /// that can be read.</summary>
    /// <param name="stream">Can seek; its position is as before afterwards.</param>
    /// <param name="limit">The most bytes from the end that are looked at.</param>
    public static VmDescription? Find(Stream stream, long limit)
    {
        var begin = stream.Position;
        try
        {
            var endsInObject = stream.Length > begin && Read(stream, stream.Length - 1, new byte[1]) is [(byte)'}'];
            return (endsInObject ? Find(stream, begin, limit, isLast: true) : null) ?? Find(stream, begin, Math.Min(limit, Nearby), isLast: false);
        }
        finally
        {
            stream.Position = begin;
        }
    }

    private static VmDescription? Find(Stream stream, long begin, long limit, bool isLast)
    {
        var length = stream.Length;
        var last = Math.Max(begin, length - limit);
        var piece = new byte[Piece];
        var tries = MostTries;
        for (var high = length; ; high -= Piece - Head)
        {
            var low = Math.Max(last, high - Piece);
            if (high - low <= Head)
            {
                return null;
            }

            if (Find(stream, Read(stream, low, piece.AsSpan(0, (int)(high - low))), low, limit, isLast, ref tries) is { } found)
            {
                return found;
            }

            if (low == last)
            {
                return null;
            }
        }
    }

    /// <param name="stream">For what reaches beyond the piece.</param>
    /// <param name="bytes">The piece that is looked through.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="limit">The longest description that is read.</param>
    /// <param name="isLast">Whether the description must end where the file does; else an end mark must come before it.</param>
    /// <param name="tries">How many are left.</param>
    private static VmDescription? Find(Stream stream, ReadOnlySpan<byte> bytes, long at, long limit, bool isLast, ref int tries)
    {
        var rest = stream.Length - at;
        for (var mark = bytes[..^Head].LastIndexOf(DescriptionItem.Mark); mark >= 0;
            mark = bytes[..mark].LastIndexOf(DescriptionItem.Mark))
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(mark + 1)..]);
            var isCandidate = bytes[mark + Head] == '{' && size <= limit
                && (isLast ? size == rest - mark - Head : size <= rest - mark - Head && mark > 0 && bytes[mark - 1] == 0);
            if (isCandidate && tries-- > 0 && Parse(stream, at + mark + Head, (int)size) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static VmDescription? Parse(Stream stream, long at, int size)
    {
        var json = new byte[size];
        Read(stream, at, json);
        try
        {
            return DescriptionParser.Parse(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Read(Stream stream, long from, Span<byte> into)
    {
        stream.Position = from;
        stream.ReadExactly(into);
        return into;
    }
}
