namespace Migconf.Implementations.Guests;

/// <summary>A guest of our own that counts in one word of each page of 2 MiB, round after round: however slow its processor is, all of
/// them are dirty again before a link of 2 MB a second has taken them.</summary>
public static class BusyGuest
{
    private const uint First = 0x10_0000;
    private const uint Pages = 512;

    /// <summary>The image, for <c>-bios</c>.</summary>
    public static byte[] Image() => FlatImage.Of(code => code
        .Place("round")
        .Add(0xBF).Word(First)
        .Place("page")
        .Add(0xFF, 0x07)                                               // inc dword [edi]
        .Add(0x81, 0xC7).Word(RewritingGuest.PageSize)                 // next page
        .Add(0x81, 0xFF).Word(First + (Pages * RewritingGuest.PageSize)).Jump(0x72, "page")
        .Jump(0xEB, "round"));
}
