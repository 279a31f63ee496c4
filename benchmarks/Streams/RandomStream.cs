using Migconf.Streams.Bytes;
using Migconf.Streams.Items;

namespace Migconf.Benchmarks.Streams;

/// <summary>A stream of random memory, with a description of no devices: the usual script needs one.</summary>
internal static class RandomStream
{
    private const int PageSize = 4096;
    private const string Block = "pc.ram";

    internal static void Write(string path, long memory)
    {
        using var output = new BufferedStream(File.Create(path), 1 << 20);
        var start = new SectionHeader(SectionKind.Start, 2, "ram", 0, 4);
        var end = new RamMark((uint)RamFlags.EndOfPart, RamFlags.EndOfPart);
        Put(output, new StreamHeader(StreamHeader.Current), new MachineConfiguration("pc-q35-9.2", []), start, new RamSetup((ulong)memory));
        Put(output, new RamBlock(Block, (ulong)memory), end, new SectionFooter(2), start with { Kind = SectionKind.Part });
        var page = new byte[PageSize];
        var random = new Random(1);
        for (long address = 0; address < memory; address += PageSize)
        {
            random.NextBytes(page);
            Put(output, new RamPage(address == 0 ? RamFlags.Page : RamFlags.Page | RamFlags.Continue, Block, (ulong)address, PageSize));
            output.Write(page);
        }

        Put(output, end, new SectionFooter(2), new EndOfSections(), new DescriptionItem("""{"page_size": 4096, "devices": []}"""u8.ToArray()));
    }

    /// <summary>Writes all but stored bytes.</summary>
    private static void Put(Stream output, params StreamItem[] items)
    {
        foreach (var one in items.SelectMany(item => item.Fields).Where(one => one.Value.Form != WireForm.Stored))
        {
            one.Value.WriteTo(output);
        }
    }
}
