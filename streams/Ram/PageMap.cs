using System.Numerics;

namespace Migconf.Streams.Ram;

/// <summary>Which pages of memory came: a bit a page, kept only where one came. Safe to use from several threads.</summary>
public sealed class PageMap
{
    private const int BitsOfAWord = 64;
    private readonly Lock guard = new();
    private readonly Dictionary<(string Block, long Word), ulong> words = [];

    /// <summary>Bytes of a page. Set before the first page comes.</summary>
    public int PageSize { get; set; } = Descriptions.VmDescription.UsualPageSize;

    /// <summary>Whether a page came.</summary>
    public bool Has(string block, long page)
    {
        lock (guard)
        {
            return (words.GetValueOrDefault((block, page / BitsOfAWord)) >> (int)(page % BitsOfAWord) & 1) != 0;
        }
    }

    /// <summary>How many pages of a block came.</summary>
    public long Count(string block)
    {
        lock (guard)
        {
            return words.Where(one => one.Key.Block == block).Sum(one => (long)BitOperations.PopCount(one.Value));
        }
    }

    /// <summary>Pages came.</summary>
    internal void Mark(string block, long address, long length) => Change(block, address, length, static (word, bit) => word | bit);

    /// <summary>Pages are stale and have to come again. What lies beyond the block's last page is of no meaning.</summary>
    internal void Forget(string block, long address, long length) => Change(block, address, length, static (word, bit) => word & ~bit);

    private void Change(string block, long address, long length, Func<ulong, ulong, ulong> change)
    {
        lock (guard)
        {
            for (var page = address / PageSize; page * PageSize < address + length; page++)
            {
                var key = (block, page / BitsOfAWord);
                words[key] = change(words.GetValueOrDefault(key), 1UL << (int)(page % BitsOfAWord));
            }
        }
    }
}
