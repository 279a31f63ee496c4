using Migconf.Streams.Reading;

namespace Migconf.Streams.Ram;

/// <summary>Gathers pages that follow each other in a block, and writes them at once while the next ones are read. One write
/// at a time goes on, in the order of the pages.</summary>
internal sealed class PageRun(RamFolder folder)
{
    /// <summary>The most bytes that are gathered.</summary>
    internal const int Longest = 1024 * 1024;
    private byte[] bytes = new byte[Longest];
    private byte[] spare = new byte[Longest];
    private Task writing = Task.CompletedTask;
    private string block = "";
    private long address;
    private int length;
    private int pages;

    /// <param name="into">The block.</param>
    /// <param name="at">Bytes from its beginning.</param>
    /// <param name="size">Bytes of the contents.</param>
    /// <param name="payload">Where they come from.</param>
    internal void Add(string into, long at, int size, Payload payload)
    {
        if (into != block || at != address + length || length + size > bytes.Length)
        {
            HandOn();
            (block, address) = (into, at);
            bytes = size > bytes.Length ? new byte[size] : bytes;
        }

        payload.Read(bytes.AsSpan(length, size));
        length += size;
        pages++;
    }

    /// <summary>Waits until all that was gathered is written.</summary>
    internal void Flush()
    {
        HandOn();
        writing.GetAwaiter().GetResult();
    }

    private void HandOn()
    {
        if (length == 0)
        {
            return;
        }

        writing.GetAwaiter().GetResult();
        var (to, at, content, count) = (block, address, bytes.AsMemory(0, length), pages);
        (bytes, spare) = (spare, bytes);
        (length, pages) = (0, 0);
        writing = Task.Run(() => folder.Write(to, at, content.Span, count));
    }
}
