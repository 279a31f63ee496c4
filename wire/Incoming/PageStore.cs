using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Incoming;

/// <summary>Puts the page records of one channel into memory.</summary>
/// <param name="memory">Where they go.</param>
/// <param name="form">What a page in full counts as.</param>
internal sealed class PageStore(GuestMemory memory, PageForm form)
{
    private readonly byte[] scratch = new byte[memory.PageSize];
    private MemoryBlock? last;

    internal void Take(RamPage page, Payload payload)
    {
        if (last?.Name != page.Block)
        {
            last = memory.Find(page.Block) ?? throw new StreamException(RamFailures.UnknownBlock, page.Scope, "block", page.Offset, $"no block '{page.Block}'");
        }

        switch (page.Form)
        {
            case RamFlags.Zero:
                memory.Clear(last, page.Address, PageForm.Zero);
                break;
            case RamFlags.Page:
                payload.Read(scratch);
                memory.Store(last, page.Address, scratch, form);
                break;
            default:
                var packed = new byte[page.Size];
                payload.Read(packed);
                Unpack(last, page, packed);
                break;
        }
    }

    private void Unpack(MemoryBlock block, RamPage page, byte[] packed)
    {
        if (page.Form == RamFlags.Delta)
        {
            if (memory.Apply(block, page.Address, packed) is { } wrong)
            {
                throw new StreamException(RamFailures.DeltaBroken, page.Scope, $"{page.Block} 0x{page.Address:x}", page.Offset, wrong);
            }

            return;
        }

        using var feed = new ZlibFeed();
        if (!feed.Unpack(packed, scratch))
        {
            throw new StreamException(
                RamFailures.CompressedPageBroken, page.Scope, $"{page.Block} 0x{page.Address:x}", page.Offset, $"{page.Size} bytes do not inflate to {scratch.Length}");
        }

        memory.Store(block, page.Address, scratch, PageForm.Compressed);
    }
}
