using Migconf.Streams.Items;

namespace Migconf.Wire.Memory;

/// <summary>A block of a machine's memory, and what is known of each of its pages. Safe to use from several channels.</summary>
public sealed class MemoryBlock
{
    private readonly Lock guard = new();
    private readonly byte[] content;
    private readonly byte[] arrivals;
    private readonly bool[] present;
    private readonly bool[] discarded;
    private readonly PageForm[] forms;
    private readonly int[] parts;

    /// <param name="announced">The block as the stream announced it.</param>
    /// <param name="pageSize">Bytes of a page.</param>
    public MemoryBlock(RamBlock announced, int pageSize)
    {
        var pages = (int)((announced.Used + (ulong)pageSize - 1) / (ulong)pageSize);
        (Announced, PageSize) = (announced, pageSize);
        content = new byte[(long)pages * pageSize];
        arrivals = new byte[pages];
        present = new bool[pages];
        discarded = new bool[pages];
        forms = new PageForm[pages];
        parts = new int[pages];
    }

    /// <summary>As the stream announced it.</summary>
    public RamBlock Announced { get; }

    /// <summary>Its id.</summary>
    public string Name => Announced.Name;

    /// <summary>Bytes of a page.</summary>
    public int PageSize { get; }

    /// <summary>How many pages it has.</summary>
    public int Pages => present.Length;

    /// <summary>What it holds now.</summary>
    public ReadOnlySpan<byte> Content => content;

    /// <summary>Pages that never arrived, or were called stale and did not arrive again.</summary>
    public IEnumerable<int> Missing => Enumerable.Range(0, present.Length).Where(page => !present[page]);

    /// <summary>How often the page that arrived most often did. A saturating count: 255 may be more.</summary>
    public int MostArrivals => arrivals.Length == 0 ? 0 : arrivals.Max();

    /// <summary>Pages that postcopy called stale.</summary>
    public int Discarded => discarded.Count(one => one);

    /// <summary>How a page came to be what it is, for people.</summary>
    public string History(int page) =>
        $"arrived {arrivals[page]} times, last as {forms[page].ToString().ToLowerInvariant()} in part {parts[page]}, {(discarded[page] ? "" : "never ")}called stale";

    /// <summary>Whether a page has arrived.</summary>
    public bool Has(int page) => present[page];

    /// <summary>In which part of the memory's section a page came last; 0 when it never came.</summary>
    public int PartOf(int page) => parts[page];

    /// <summary>What a page holds.</summary>
    public ReadOnlySpan<byte> Page(int page) => content.AsSpan(page * PageSize, PageSize);

    /// <summary>Whether a page holds nothing but zeros.</summary>
    public bool IsZero(int page) => Page(page).IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Changes a page; it has arrived then.</summary>
    /// <param name="page">Which.</param>
    /// <param name="form">How it came.</param>
    /// <param name="part">In which part of the memory's section; the first is 1.</param>
    /// <param name="change">Is given the contents of all pages and where this one begins.</param>
    internal T Write<T>(int page, PageForm form, int part, Func<byte[], int, T> change)
    {
        lock (guard)
        {
            var result = change(content, page * PageSize);
            (present[page], forms[page], parts[page]) = (true, form, part);
            arrivals[page] = (byte)Math.Min(arrivals[page] + 1, byte.MaxValue);
            return result;
        }
    }

    /// <summary>Calls pages stale: they have to arrive again.</summary>
    internal void Discard(int first, int count)
    {
        lock (guard)
        {
            present.AsSpan(first, count).Clear();
            discarded.AsSpan(first, count).Fill(true);
            content.AsSpan(first * PageSize, count * PageSize).Clear();
        }
    }

    /// <summary>One bit a page that has arrived, the lower ones first, in whole words of 64.</summary>
    internal byte[] Bitmap()
    {
        lock (guard)
        {
            var bits = new byte[(present.Length + 63) / 64 * 8];
            for (var page = 0; page < present.Length; page++)
            {
                bits[page / 8] |= (byte)(present[page] ? 1 << (page % 8) : 0);
            }

            return bits;
        }
    }
}
