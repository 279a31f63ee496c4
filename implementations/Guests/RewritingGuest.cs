namespace Migconf.Implementations.Guests;

/// <summary>
/// A guest of our own, a firmware image of 64 KiB. It fills pages once, and rewrites others for ever, word by word in one fixed order:
/// word n of generation g holds <c>g + n * <see cref="Step"/></c>. So in every consistent snapshot the words of the newest generation come
/// first and those of the one before come after them: one border, at any word. Before it writes a word, the guest looks whether it
/// still holds what it left there, and counts and marks what does not: a page that was lost, torn or stale is found within
/// one generation, also when no snapshot shows it.
/// </summary>
/// <param name="RewrittenPages">Pages that it rewrites for ever.</param>
/// <param name="ConstantPages">Pages that it fills once.</param>
public sealed record RewritingGuest(int RewrittenPages = 512, int ConstantPages = 512)
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    /// <summary>Words of a page.</summary>
    public const int WordsOfAPage = PageSize / 4;

    /// <summary>From one word to the next: odd and large, so that no word of a near generation stands elsewhere.</summary>
    public const uint Step = 0x9E3779B1;

    /// <summary>The generation of pages that are filled once.</summary>
    public const uint ConstantGeneration = 0x51A7_1C00;

    /// <summary>Where it begins to fill memory.</summary>
    public const uint FirstAddress = 0x10_0000;

    /// <summary>The page in which it says what it has done.</summary>
    public const uint ReportAddress = 0x1000;

    /// <summary>One byte for each rewritten page, 1 when a word of it was wrong.</summary>
    public const uint MarksAddress = 0x2000;

    /// <summary>The first word of the report once every page is filled.</summary>
    public const uint Ready = 0x6675_6C6C;

    private const int ImageSize = 64 * 1024;
    private const int ResetVector = 0xFFF0;

    /// <summary>Where the image is seen below 1 MiB. Some hypervisors do not follow a far jump out of its place below 4 GiB.</summary>
    private const uint ImageAddress = 0xF_0000;
    private const int Table = 0xF000;

    /// <summary>Bytes of code in real mode.</summary>
    private const uint EntryLength = 25;

    /// <summary>Behind the rewritten pages.</summary>
    public uint RewrittenEnd => FirstAddress + (uint)(RewrittenPages * PageSize);

    /// <summary>Behind the pages that are filled once.</summary>
    public uint ConstantEnd => RewrittenEnd + (uint)(ConstantPages * PageSize);

    /// <summary>The image, for <c>-bios</c>: real mode at the reset vector, then protected mode with flat segments.</summary>
    public byte[] Image()
    {
        var image = new byte[ImageSize];
        Code().CopyTo(image, 0);
        Descriptors.CopyTo(image, Table);
        new byte[] { 0xEA, 0x00, 0x00, 0x00, 0xF0 }.CopyTo(image, ResetVector);    // jmp f000:0000
        return image;
    }

    /// <summary>None, code, data: each from 0 to 4 GiB, and called accessed already, since the processor cannot write that into ROM; then the length and the address of these three.</summary>
    private static byte[] Descriptors =>
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xFF, 0, 0, 0, 0x9B, 0xCF, 0,
        0xFF, 0xFF, 0, 0, 0, 0x93, 0xCF, 0,
        23, 0, 0x00, 0xF0, 0x0F, 0x00,
    ];

    private byte[] Code()
    {
        var code = new MachineCode()
            .Add(0xFA, 0xFC)                                           // cli; cld
            .Add(0x2E, 0x66, 0x0F, 0x01, 0x16, 0x18, 0xF0)             // lgdt cs:[Table + 24]
            .Add(0x0F, 0x20, 0xC0, 0x0C, 0x01, 0x0F, 0x22, 0xC0)       // cr0 |= 1
            .Add(0x66, 0xEA).Word(ImageAddress + EntryLength).Add(0x08, 0x00)
            .Add(0x66, 0xB8, 0x10, 0x00, 0x8E, 0xD8, 0x8E, 0xC0, 0x8E, 0xD0);
        Fill(code);
        Rewrite(code);
        Complain(code);
        return code.Assemble();
    }

    /// <summary>edi is the address, edx the word's number times <see cref="Step"/>.</summary>
    private void Fill(MachineCode code) => code
        .Add(0xBF).Word(FirstAddress).Add(0x31, 0xD2)
        .Place("fill")
        .Add(0x89, 0x17)                                               // mov [edi], edx
        .Add(0x83, 0xC7, 0x04, 0x81, 0xC2).Word(Step)                  // next word
        .Add(0x81, 0xFF).Word(RewrittenEnd).Jump(0x72, "fill")
        .Place("constant")
        .Add(0x8D, 0x82).Word(ConstantGeneration).Add(0x89, 0x07)      // mov [edi], edx + constant
        .Add(0x83, 0xC7, 0x04, 0x81, 0xC2).Word(Step)
        .Add(0x81, 0xFF).Word(ConstantEnd).Jump(0x72, "constant")
        .Add(0xC7, 0x05).Word(ReportAddress).Word(Ready);

    /// <summary>ebx is the generation.</summary>
    private void Rewrite(MachineCode code) => code
        .Add(0x31, 0xDB)
        .Place("generation")
        .Add(0x43, 0x89, 0x1D).Word(ReportAddress + 4)                 // inc ebx; report it
        .Add(0xBF).Word(FirstAddress).Add(0x31, 0xD2)
        .Place("word")
        .Add(0x8D, 0x44, 0x1A, 0xFF, 0x3B, 0x07).Jump(0x75, "wrong")   // is it edx + ebx - 1 still?
        .Place("write")
        .Add(0x40, 0x89, 0x07)                                         // mov [edi], edx + ebx
        .Add(0x83, 0xC7, 0x04, 0x81, 0xC2).Word(Step)
        .Add(0x81, 0xFF).Word(RewrittenEnd).Jump(0x72, "word")
        .Jump(0xEB, "generation");

    /// <summary>Counts wrong words; keeps address, contents, expectation and generation of the first; marks the page.</summary>
    private static void Complain(MachineCode code) => code
        .Place("wrong")
        .Add(0xFF, 0x05).Word(ReportAddress + 8)
        .Add(0x83, 0x3D).Word(ReportAddress + 8).Add(0x01).Jump(0x75, "mark")
        .Add(0x89, 0x3D).Word(ReportAddress + 12)
        .Add(0x8B, 0x0F, 0x89, 0x0D).Word(ReportAddress + 16)
        .Add(0xA3).Word(ReportAddress + 20)
        .Add(0x89, 0x1D).Word(ReportAddress + 24)
        .Place("mark")
        .Add(0x89, 0xFE, 0x81, 0xEE).Word(FirstAddress)
        .Add(0xC1, 0xEE, 0x0C, 0xC6, 0x86).Word(MarksAddress).Add(0x01)
        .Jump(0xEB, "write");
}
