using Migconf.Implementations.Guests;
using Migconf.Implementations.Hops;
using Migconf.Streams.Items;
using Migconf.Wire.Memory;
using Xunit;

namespace Migconf.Tests.Wire;

/// <summary>A page that is wrong behind the source is called the source's loss only when the source has it right and did not send it again.</summary>
public sealed class SourceEvidenceTests
{
    private const int LastPart = 4;
    private const int Page = 5;
    private const int Border = 20 * RewritingGuest.WordsOfAPage;
    private static readonly RewritingGuest Guest = new(32, 8);
    private static readonly uint Address = RewritingGuest.FirstAddress + (Page * RewritingGuest.PageSize);

    [Fact]
    public void A_page_that_came_too_early_is_the_loss_of_the_source()
    {
        var found = Evidence(GuestMemoryCheckTests.Snapshot(Border), Arrived(part: LastPart - 1, changed: true));
        Assert.Equal(new SourceEvidence(true, 1, 1, 0), found);
        Assert.True(found.IsUnsent);
        Assert.StartsWith("the source kept it back", found.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_came_at_the_end_is_not()
    {
        var found = Evidence(GuestMemoryCheckTests.Snapshot(Border), Arrived(LastPart, changed: true));
        Assert.Equal(new SourceEvidence(true, 1, 1, 1), found);
        Assert.False(found.IsUnsent);
        Assert.EndsWith("look at the way between", found.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_the_source_holds_as_it_came_is_not() =>
        Assert.False(Evidence(GuestMemoryCheckTests.Snapshot(Border), Arrived(LastPart - 1, changed: false)).IsUnsent);

    [Fact]
    public void A_source_that_is_wrong_itself_tells_nothing_of_the_way()
    {
        var source = GuestMemoryCheckTests.Snapshot(Border);
        source[(int)Address + RewritingGuest.PageSize] ^= 1;
        var found = Evidence(source, Arrived(LastPart - 1, changed: true));
        Assert.False(found.IsUnsent);
        Assert.Contains("wrong too", found.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_page_that_looks_wrong_beside_a_stale_one_accuses_nobody()
    {
        var (stale, right) = (new WrongPage(Address, "stale", ""), new WrongPage(Address + RewritingGuest.PageSize, "torn", ""));
        var found = SourceEvidence.Of(Guest, GuestMemoryCheckTests.Snapshot(Border), Arrived(LastPart - 1, changed: true), [stale, right], LastPart);
        Assert.Equal(new SourceEvidence(true, 2, 1, 0), found);
        Assert.True(found.IsUnsent);
    }

    [Fact]
    public void A_page_that_was_found_wrong_twice_counts_once()
    {
        var wrong = new WrongPage(Address, "torn", "");
        var found = SourceEvidence.Of(
            Guest, GuestMemoryCheckTests.Snapshot(Border), Arrived(LastPart - 1, changed: true), [wrong, wrong with { Kind = "noticed" }], LastPart);
        Assert.Equal(1, found.Wrong);
    }

    private static SourceEvidence Evidence(byte[] source, MemoryBlock arrived) =>
        SourceEvidence.Of(Guest, source, arrived, [new(Address, "torn", "")], LastPart);

    private static MemoryBlock Arrived(int part, bool changed)
    {
        var content = GuestMemoryCheckTests.Snapshot(Border);
        content[(int)Address] ^= (byte)(changed ? 1 : 0);
        var block = new MemoryBlock(new RamBlock("pc.ram", (ulong)content.Length), RewritingGuest.PageSize);
        for (var page = 0; page < block.Pages; page++)
        {
            var at = page * RewritingGuest.PageSize;
            block.Write(page, PageForm.Full, at == (int)Address ? part : LastPart, (bytes, to) =>
            {
                content.AsSpan(at, RewritingGuest.PageSize).CopyTo(bytes.AsSpan(to));
                return 0;
            });
        }

        return block;
    }
}
