namespace Migconf.Implementations.Qemu;

/// <summary>The file of a disk that two QEMU processes have. QEMU says with locks on single bytes of it who may write it and who must
/// not; this holds one as another program would.</summary>
internal sealed class SharedImage : IDisposable
{
    internal const int Size = 1 << 20;

    /// <summary>Whoever holds this byte wants nobody else to write (seen with fcntl on 5.2 to 11.1).</summary>
    private const long NobodyElseWrites = 201;

    private FileStream? held;

    internal SharedImage(string path)
    {
        Path = path;
        using var file = File.Create(path);
        file.SetLength(Size);
    }

    internal string Path { get; }

    internal void HoldElsewhere(bool locks)
    {
        Dispose();
        if (locks)
        {
            // Opened for reading, the lock is a shared one: it does not collide with that of the side that writes now.
            held = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            held.Lock(NobodyElseWrites, 1);
        }
    }

    public void Dispose()
    {
        held?.Dispose();
        held = null;
    }
}
