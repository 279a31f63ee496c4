using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Describing;

/// <summary>What a channel holds, in order, with pages that follow each other counted together.</summary>
public static class Outline
{
    /// <summary>The entries. Together they cover every byte that was read.</summary>
    /// <param name="reader">At the channel's beginning.</param>
    /// <param name="eachPage">Whether every page is an entry of its own.</param>
    /// <exception cref="Failures.StreamException">The channel cannot be read on.</exception>
    public static IEnumerable<OutlineEntry> Of(ChannelReader reader, bool eachPage = false)
    {
        PageCount? pages = null;
        foreach (var item in reader.Items())
        {
            if (item is RamPage page && !eachPage)
            {
                if (pages is not null && pages.Scope != page.Scope)
                {
                    yield return pages.Entry(item.Offset);
                    pages = null;
                }

                pages ??= new(page);
                pages.Add(page);
                continue;
            }

            if (pages is not null)
            {
                yield return pages.Entry(item.Offset);
                pages = null;
            }

            yield return new(item.Offset, item.Length, item.Scope, Kind(item), item.Summary, item);
        }

        if (pages is not null)
        {
            yield return pages.Entry(reader.Position);
        }
    }

    /// <summary>One word for the kind of an item.</summary>
    public static string Kind(StreamItem item) => item switch
    {
        StreamHeader or CprHeader or MultifdHello => "header",
        MachineConfiguration => "configuration",
        SectionHeader => "section",
        SectionFooter => "footer",
        StreamCommand => "command",
        DeviceBody => "device",
        OpaqueBody => "opaque",
        RamSetup => "memory",
        RamBlock => "block",
        MappedRegion => "region",
        RamPage => "page",
        RamMark => "mark",
        MultifdPacket or MultifdDeviceState => "packet",
        ReturnMessage => "message",
        ArrivedPages or ArrivedPagesEnd => "bitmap",
        CprDescriptor or CprListEnd or CprSubsection => "descriptor",
        DescriptionItem => "description",
        EndOfSections => "end",
        _ => "trailing",
    };

    private sealed class PageCount(RamPage first)
    {
        private readonly long[] counts = new long[4];

        internal string Scope { get; } = first.Scope;

        internal void Add(RamPage page) => counts[page.Form switch
        {
            RamFlags.Zero => 0,
            RamFlags.Page => 1,
            RamFlags.Delta => 2,
            _ => 3,
        }]++;

        internal OutlineEntry Entry(long end)
        {
            string[] names = ["zero", "full", "delta", "compressed"];
            var parts = names.Select((name, index) => $"{counts[index]} {name}").Where((_, index) => counts[index] > 0);
            return new(first.Offset, end - first.Offset, Scope, "pages", string.Join(", ", parts), null);
        }
    }
}
