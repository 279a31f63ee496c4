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

    /// <summary>Behind the rewritten pages.</summary>
    public uint RewrittenEnd => FirstAddress + (uint)(RewrittenPages * PageSize);

    /// <summary>Behind the pages that are filled once.</summary>
    public uint ConstantEnd => RewrittenEnd + (uint)(ConstantPages * PageSize);

    /// <summary>The image, for <c>-bios</c>.</summary>
    public byte[] Image() => FlatImage.Of(code =>
    {
        Fill(code);
        Rewrite(code);
        Complain(code);
    });

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
