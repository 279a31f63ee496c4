using Migconf.Streams.Reading;

namespace Migconf.Streams.Ram;

/// <summary>Gathers pages that follow each other in a block, so that they are written at once.</summary>
internal sealed class PageRun(RamFolder folder)
{
    private const int Longest = 1024 * 1024;
    private byte[] bytes = new byte[Longest];
    private string block = "";
    private long address;
    private int length;
    private int pages;

    internal void Add(string into, long at, int size, Payload payload)
    {
        if (into != block || at != address + length || length + size > bytes.Length)
        {
            Flush();
            (block, address) = (into, at);
            bytes = size > bytes.Length ? new byte[size] : bytes;
        }

        payload.Read(bytes.AsSpan(length, size));
        length += size;
        pages++;
    }

    internal void Flush()
    {
        if (length > 0)
        {
            folder.Write(block, address, bytes.AsSpan(0, length), pages);
        }

        (length, pages) = (0, 0);
    }
}
