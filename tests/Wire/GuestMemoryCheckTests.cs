using System.Runtime.InteropServices;
using Migconf.Implementations.Guests;
using Xunit;

namespace Migconf.Tests.Wire;

/// <summary>Snapshots of the guest that rewrites memory: right ones pass, and each kind of wrong page is told.</summary>
public sealed class GuestMemoryCheckTests
{
    private const uint Generation = 9;
    private const int Border = (20 * RewritingGuest.WordsOfAPage) + 100;
    private static readonly RewritingGuest Guest = new(32, 8);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RewritingGuest.WordsOfAPage)]
    [InlineData(Border)]
    [InlineData(32 * RewritingGuest.WordsOfAPage)]
    public void A_snapshot_with_one_border_anywhere_is_right(int border)
    {
        var verdict = GuestMemoryCheck.Of(Guest, Snapshot(border));
        Assert.True(verdict.IsReady);
        Assert.Equal(Generation, verdict.Generation);
        Assert.Empty(verdict.Wrong);
    }

    [Theory]
    [InlineData(3, 5u, "stale")]
    [InlineData(3, Generation - 1, "stale")]
    [InlineData(30, Generation - 2, "stale")]
    [InlineData(30, Generation, "torn")]
    public void A_page_of_another_generation_is_found(int page, uint generation, string kind)
    {
        var memory = Snapshot(Border);
        Fill(memory, page, 0, RewritingGuest.WordsOfAPage, generation);
        Assert.Equal([(Address(page), kind)], Wrong(memory));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(35)]
    public void A_lost_page_is_found_whether_it_is_rewritten_or_constant(int page)
    {
        var memory = Snapshot(Border);
        memory.AsSpan((int)Address(page), RewritingGuest.PageSize).Clear();
        Assert.Equal([(Address(page), "lost")], Wrong(memory));
    }

    [Fact]
    public void A_torn_page_beside_the_border_is_found()
    {
        var memory = Snapshot(Border);
        Fill(memory, 5, 700, RewritingGuest.WordsOfAPage, Generation - 1);
        Assert.Equal([(Address(5), "torn")], Wrong(memory));
    }

    [Fact]
    public void A_page_that_stands_in_the_place_of_another_is_found()
    {
        var memory = Snapshot(Border);
        memory.AsSpan((int)Address(7), RewritingGuest.PageSize).CopyTo(memory.AsSpan((int)Address(8)));
        Assert.Equal([(Address(8), "foreign")], Wrong(memory));
    }

    [Fact]
    public void A_single_changed_bit_is_found_in_every_kind_of_page()
    {
        foreach (var address in new[] { 0x5000u, Address(3) + 17, Address(31) + 4095, Address(36) + 2000, Guest.ConstantEnd + 9 })
        {
            var memory = Snapshot(Border);
            memory[address] ^= 4;
            Assert.Equal(address & ~0xFFFu, Assert.Single(GuestMemoryCheck.Of(Guest, memory).Wrong).Address);
        }
    }

    [Fact]
    public void A_stale_report_is_told_from_stale_pages()
    {
        var memory = Snapshot(Border);
        MemoryMarshal.Cast<byte, uint>(memory.AsSpan((int)RewritingGuest.ReportAddress))[1] = Generation - 4;
        Assert.Equal([(RewritingGuest.ReportAddress, "stale")], Wrong(memory));
    }

    [Fact]
    public void What_the_guest_itself_found_is_reported_though_the_page_is_right_again()
    {
        var memory = Snapshot(Border);
        var report = MemoryMarshal.Cast<byte, uint>(memory.AsSpan((int)RewritingGuest.ReportAddress));
        (report[2], report[3], report[4], report[5], report[6]) = (1, Address(4) + 8, 1, 2, Generation);
        memory[RewritingGuest.MarksAddress + 4] = 1;
        Assert.Equal([(Address(4), "noticed")], Wrong(memory));
    }

    [Fact]
    public void The_image_jumps_from_the_reset_vector_to_its_beginning()
    {
        var image = Guest.Image();
        Assert.Equal(64 * 1024, image.Length);
        Assert.Equal([0xEA, 0x00, 0x00, 0x00, 0xF0], image[0xFFF0..0xFFF5]);
        Assert.Equal([0xFA, 0xFC], image[..2]);
    }

    /// <summary>The guest's memory when it has written so many words of its newest generation.</summary>
    internal static byte[] Snapshot(int border)
    {
        var memory = new byte[(int)Guest.ConstantEnd + (4 * RewritingGuest.PageSize)];
        var report = MemoryMarshal.Cast<byte, uint>(memory.AsSpan((int)RewritingGuest.ReportAddress));
        (report[0], report[1]) = (RewritingGuest.Ready, Generation);
        for (var page = 0; page < Guest.RewrittenPages; page++)
        {
            var split = Math.Clamp(border - (page * RewritingGuest.WordsOfAPage), 0, RewritingGuest.WordsOfAPage);
            Fill(memory, page, 0, split, Generation);
            Fill(memory, page, split, RewritingGuest.WordsOfAPage, Generation - 1);
        }

        for (var page = 0; page < Guest.ConstantPages; page++)
        {
            Fill(memory, Guest.RewrittenPages + page, 0, RewritingGuest.WordsOfAPage, RewritingGuest.ConstantGeneration);
        }

        return memory;
    }

    private static List<(uint, string)> Wrong(byte[] memory) => [.. GuestMemoryCheck.Of(Guest, memory).Wrong.Select(one => (one.Address, one.Kind))];

    private static uint Address(int page) => RewritingGuest.FirstAddress + (uint)(page * RewritingGuest.PageSize);

    private static void Fill(byte[] memory, int page, int from, int to, uint generation)
    {
        var words = MemoryMarshal.Cast<byte, uint>(memory.AsSpan((int)Address(page), RewritingGuest.PageSize));
        for (var word = from; word < to; word++)
        {
            words[word] = generation + (uint)((page * RewritingGuest.WordsOfAPage) + word) * RewritingGuest.Step;
        }
    }
}
