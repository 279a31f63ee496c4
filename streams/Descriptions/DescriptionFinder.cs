using System.Buffers.Binary;
using Migconf.Streams.Items;

namespace Migconf.Streams.Descriptions;

/// <summary>Finds the description at the end of a file without reading what comes before it.</summary>
public static class DescriptionFinder
{
    private const int Head = 5;
    private const int Piece = 256 * 1024;

    /// <summary>The description a file ends with; null when it ends with none, or with one that cannot be read.</summary>
    /// <param name="stream">Can seek; its position is as before afterwards.</param>
    /// <param name="limit">The most bytes from the end that are looked at.</param>
    public static VmDescription? Find(Stream stream, long limit)
    {
        var (begin, length) = (stream.Position, stream.Length);
        try
        {
            // A description ends the file, so that its own length tells where it begins.
            var last = Math.Max(begin, length - limit);
            for (var high = length; high > last; high -= Piece - Head)
            {
                var low = Math.Max(last, high - Piece);
                var bytes = Read(stream, low, (int)(high - low));
                for (var at = bytes.Length - Head - 1; at >= 0; at--)
                {
                    if (bytes[at] == DescriptionItem.Mark && bytes[at + Head] == '{'
                        && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 1)) == length - low - at - Head
                        && Parse(Read(stream, low + at + Head, (int)(length - low - at - Head))) is { } found)
                    {
                        return found;
                    }
                }

                if (low == last)
                {
                    break;
                }
            }

            return null;
        }
        finally
        {
            stream.Position = begin;
        }
    }

    private static VmDescription? Parse(byte[] json)
    {
        try
        {
            return DescriptionParser.Parse(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Read(Stream stream, long from, int count)
    {
        var bytes = new byte[count];
        stream.Position = from;
        stream.ReadExactly(bytes);
        return bytes;
    }
}
