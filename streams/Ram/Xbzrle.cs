namespace Migconf.Streams.Ram;

/// <summary>Applies an XBZRLE delta: runs of unchanged bytes and runs of new ones, in turn. Facts: wire-format, section 2.</summary>
public static class Xbzrle
{
    private const int MoreBits = 0x80;
    private const int BitsEach = 7;

    /// <summary>Changes a page.</summary>
    /// <param name="delta">The runs.</param>
    /// <param name="page">The page as it was; as it is now, afterwards.</param>
    /// <returns>What is wrong with the delta; null when it was applied. The page is undefined when something is.</returns>
    public static string? Apply(ReadOnlySpan<byte> delta, Span<byte> page)
    {
        var (at, to) = (0, 0);
        while (at < delta.Length)
        {
            if (Number(delta, ref at) is not { } same || (same == 0 && to > 0) || to + same > page.Length)
            {
                return $"a run of unchanged bytes before byte {at} of the delta is empty or too long";
            }

            to += same;
            if (Number(delta, ref at) is not { } changed || changed == 0 || at + changed > delta.Length || to + changed > page.Length)
            {
                return $"a run of changed bytes before byte {at} of the delta is empty or too long";
            }

            delta.Slice(at, changed).CopyTo(page[to..]);
            at += changed;
            to += changed;
        }

        return null;
    }

    /// <summary>A number of at most 14 bits, the lower ones first.</summary>
    private static int? Number(ReadOnlySpan<byte> delta, ref int at)
    {
        if (at >= delta.Length)
        {
            return null;
        }

        var first = delta[at++];
        if ((first & MoreBits) == 0)
        {
            return first;
        }

        return at < delta.Length && (delta[at] & MoreBits) == 0 ? (first & ~MoreBits) | (delta[at++] << BitsEach) : null;
    }
}
