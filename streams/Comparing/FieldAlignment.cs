using Migconf.Streams.Devices;

namespace Migconf.Streams.Comparing;

/// <summary>Lays the fields of two releases beside each other by the bytes they fill. Names and borders of fields are not on the wire: one field of
/// 100 bytes loads as fields of 32, 1, 1 and 66.</summary>
internal static class FieldAlignment
{
    internal const string Unused = "unused_buffer";

    /// <summary>Groups of fields that fill the same bytes, each as small as can be, with at least one of the source; null when the two are not of one length.</summary>
    internal static IReadOnlyList<(IReadOnlyList<StateNode> Source, IReadOnlyList<StateNode> Destination)>? Of(
        IReadOnlyList<StateNode> source, IReadOnlyList<StateNode> destination)
    {
        if (source.Sum(one => one.Size) != destination.Sum(one => one.Size))
        {
            return null;
        }

        var groups = new List<(IReadOnlyList<StateNode>, IReadOnlyList<StateNode>)>();
        var (theirs, end) = (new Queue<StateNode>(destination), 0L);
        List<StateNode> one = [], other = [];
        foreach (var field in source)
        {
            one.Add(field);
            end += field.Size;
            while (end > 0 && theirs.TryDequeue(out var next))
            {
                other.Add(next);
                end -= next.Size;
            }

            if (end == 0)
            {
                groups.Add((one, other));
                (one, other) = ([], []);
            }
        }

        return groups;
    }

    /// <summary>The bytes of some fields.</summary>
    internal static byte[] Bytes(IReadOnlyList<StateNode> fields)
    {
        using var stream = new MemoryStream();
        foreach (var (_, _, value) in fields.SelectMany(field => field.Leaves("")))
        {
            value.WriteTo(stream);
        }

        return stream.ToArray();
    }
}
