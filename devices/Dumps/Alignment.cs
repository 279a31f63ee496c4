namespace Migconf.Devices.Dumps;

/// <summary>Which fields of two layouts are the same: as many as possible of equal size in equal order, by name where there is a choice.</summary>
internal static class Alignment
{
    private const int SameName = 3;
    private const int SameSize = 2;

    /// <summary>Pairs in order; a field without counterpart is alone.</summary>
    internal static IReadOnlyList<(DumpLeaf? Sent, DumpLeaf? Read)> Of(List<DumpLeaf> sent, List<DumpLeaf> read)
    {
        var best = new int[sent.Count + 1, read.Count + 1];
        for (var at = sent.Count - 1; at >= 0; at--)
        {
            for (var to = read.Count - 1; to >= 0; to--)
            {
                var paired = Weight(sent[at], read[to]) is var weight and > 0 ? weight + best[at + 1, to + 1] : 0;
                best[at, to] = Math.Max(paired, Math.Max(best[at + 1, to], best[at, to + 1]));
            }
        }

        return Walk(sent, read, best);
    }

    private static List<(DumpLeaf? Sent, DumpLeaf? Read)> Walk(List<DumpLeaf> sent, List<DumpLeaf> read, int[,] best)
    {
        var pairs = new List<(DumpLeaf?, DumpLeaf?)>();
        var (at, to) = (0, 0);
        while (at < sent.Count || to < read.Count)
        {
            if (at < sent.Count && to < read.Count && Weight(sent[at], read[to]) is var weight and > 0 && best[at, to] == weight + best[at + 1, to + 1])
            {
                pairs.Add((sent[at++], read[to++]));
            }
            else if (at < sent.Count && (to == read.Count || best[at, to] == best[at + 1, to]))
            {
                pairs.Add((sent[at++], null));
            }
            else
            {
                pairs.Add((null, read[to++]));
            }
        }

        return pairs;
    }

    private static int Weight(DumpLeaf sent, DumpLeaf read) => sent.Bytes != read.Bytes ? 0
        : sent.Name == read.Name ? SameName : SameSize;
}
