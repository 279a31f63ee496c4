namespace Migconf.Implementations.Qemu;

/// <summary>A firmware image of our own: 64 KiB, empty but for the reset vector, where the guest halts. It starts at
/// once and leaves memory almost zero.</summary>
public static class Firmware
{
    private const int ResetVector = 0xFFF0;

    /// <summary>cli; hlt; jmp back to the hlt.</summary>
    private static readonly byte[] Halt = [0xFA, 0xF4, 0xEB, 0xFD];

    public static void WriteTo(string path)
    {
        var image = new byte[64 * 1024];
        Halt.CopyTo(image, ResetVector);
        File.WriteAllBytes(path, image);
    }
}
