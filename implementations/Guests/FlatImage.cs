namespace Migconf.Implementations.Guests;

/// <summary>A firmware image of 64 KiB whose program runs in protected mode, with flat segments and no interrupts.</summary>
internal static class FlatImage
{
    private const int ImageSize = 64 * 1024;
    private const int ResetVector = 0xFFF0;

    /// <summary>Where the image is seen below 1 MiB. Some hypervisors do not follow a far jump out of its place below 4 GiB.</summary>
    private const uint ImageAddress = 0xF_0000;
    private const int Table = 0xF000;

    /// <summary>Bytes of code in real mode.</summary>
    private const uint EntryLength = 25;

    /// <summary>None, code, data: each from 0 to 4 GiB, and called accessed already, since the processor cannot write that into ROM; then the length and the address of these three.</summary>
    private static byte[] Descriptors =>
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xFF, 0, 0, 0, 0x9B, 0xCF, 0,
        0xFF, 0xFF, 0, 0, 0, 0x93, 0xCF, 0,
        23, 0, 0x00, 0xF0, 0x0F, 0x00,
    ];

    /// <summary>The image, for <c>-bios</c>: real mode at the reset vector, then the program.</summary>
    internal static byte[] Of(Action<MachineCode> program)
    {
        var code = new MachineCode()
            .Add(0xFA, 0xFC)                                           // cli; cld
            .Add(0x2E, 0x66, 0x0F, 0x01, 0x16, 0x18, 0xF0)             // lgdt cs:[Table + 24]
            .Add(0x0F, 0x20, 0xC0, 0x0C, 0x01, 0x0F, 0x22, 0xC0)       // cr0 |= 1
            .Add(0x66, 0xEA).Word(ImageAddress + EntryLength).Add(0x08, 0x00)
            .Add(0x66, 0xB8, 0x10, 0x00, 0x8E, 0xD8, 0x8E, 0xC0, 0x8E, 0xD0);
        program(code);
        var image = new byte[ImageSize];
        code.Assemble().CopyTo(image, 0);
        Descriptors.CopyTo(image, Table);
        new byte[] { 0xEA, 0x00, 0x00, 0x00, 0xF0 }.CopyTo(image, ResetVector);    // jmp f000:0000
        return image;
    }
}
