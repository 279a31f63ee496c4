using Microsoft.Win32.SafeHandles;

namespace Migconf.Streams.Ram;

/// <summary>Where the memory of a machine is put together: a block a file, holes where nothing was written.</summary>
public sealed class RamFolder : IDisposable
{
    /// <summary>No file system takes more.</summary>
    private const long Most = 1L << 43;
    private const string Suffix = ".ram";
    private readonly string folder;
    private readonly Dictionary<string, BlockFile> files = [];

    /// <param name="folder">Is made when it is missing. Files of an earlier extraction are replaced.</param>
    public RamFolder(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Blocks, their files and their lengths in bytes.</summary>
    public IEnumerable<(string Block, string Path, long Length)> Files =>
        files.Select(one => (one.Key, one.Value.Path, RandomAccess.GetLength(one.Value.Handle)));

    /// <summary>Pages whose contents were written, not counting pages of zeros.</summary>
    public long PagesWritten { get; private set; }

    /// <summary>Is told which pages come; null when nobody asks.</summary>
    public PageMap? Arrived { get; init; }

    /// <summary>Makes a block of a length.</summary>
    public void Announce(string block, long length) => RandomAccess.SetLength(Open(block, length).Handle, length);

    /// <summary>Writes to a block.</summary>
    public void Write(string block, long address, ReadOnlySpan<byte> bytes, int pages = 1)
    {
        var file = Open(block, address);
        RandomAccess.Write(file.Handle, bytes, address);
        file.WrittenTo = Math.Max(file.WrittenTo, address + bytes.Length);
        PagesWritten += pages;
        Arrived?.Mark(block, address, bytes.Length);
    }

    /// <summary>Makes a page zero.</summary>
    public void Clear(string block, long address, int length)
    {
        var file = Open(block, address);
        Arrived?.Mark(block, address, length);
        if (address < file.WrittenTo)
        {
            RandomAccess.Write(file.Handle, new byte[length], address);
        }
        else if (address + length > RandomAccess.GetLength(file.Handle))
        {
            RandomAccess.SetLength(file.Handle, address + length);
        }
    }

    /// <summary>Reads a page back; zeros where nothing was written.</summary>
    public void Read(string block, long address, Span<byte> into)
    {
        into.Clear();
        var file = Open(block, address);
        for (var done = 0; done < into.Length;)
        {
            var count = RandomAccess.Read(file.Handle, into[done..], address + done);
            if (count == 0)
            {
                return;
            }

            done += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in files.Values)
        {
            file.Handle.Dispose();
        }
    }

    /// <param name="block">The block.</param>
    /// <param name="reach">How far into it the caller goes.</param>
    private BlockFile Open(string block, long reach)
    {
        if (reach is < 0 or > Most)
        {
            throw new IOException($"block {block}: 0x{reach:x} is beyond what a file can hold");
        }

        if (!files.TryGetValue(block, out var file))
        {
            var path = Path.Combine(folder, Uri.EscapeDataString(block) + Suffix);

            // A new file: ext4 writes one that was cut to nothing to the disk when it is closed.
            File.Delete(path);
            file = new(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite));
            files.Add(block, file);
        }

        return file;
    }

    private sealed class BlockFile(string path, SafeFileHandle handle)
    {
        internal string Path { get; } = path;

        internal SafeFileHandle Handle { get; } = handle;

        /// <summary>Nothing was written from here on.</summary>
        internal long WrittenTo { get; set; }
    }
}
