using System.Runtime.InteropServices;

namespace Migconf.Implementations.Guests;

/// <summary>Of which generations the words of a page are.</summary>
/// <param name="First">Of the first word.</param>
/// <param name="Last">Of the last word.</param>
/// <param name="Changes">How often it changes from one word to the next.</param>
/// <param name="IsZero">Whether every byte is zero.</param>
internal readonly record struct PageContents(uint First, uint Last, int Changes, bool IsZero)
{
    /// <summary>Generations further from the expected one are none.</summary>
    private const uint Near = 1 << 24;

    internal static PageContents Of(ReadOnlySpan<byte> memory, int page)
    {
        var bytes = memory.Slice((int)RewritingGuest.FirstAddress + (page * RewritingGuest.PageSize), RewritingGuest.PageSize);
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        var number = (uint)(page * RewritingGuest.WordsOfAPage) * RewritingGuest.Step;
        var (first, last, changes) = (words[0] - number, words[0] - number, 0);
        foreach (var word in words)
        {
            var generation = word - number;
            changes += generation == last ? 0 : 1;
            last = generation;
            number += RewritingGuest.Step;
        }

        return new(first, last, changes, bytes.IndexOfAnyExcept((byte)0) < 0);
    }

    internal bool IsAll(uint generation) => Changes == 0 && First == generation;

    /// <summary>Whether it may be the page at which the guest stood: of the newest generation up to some word, of the one before behind it.</summary>
    internal bool MayBeBorder(uint newest) =>
        IsAll(newest) || IsAll(newest - 1) || (Changes == 1 && First == newest && Last == newest - 1);

    internal WrongPage Describe(uint address, uint expected) => this switch
    {
        { IsZero: true } => new(address, "lost", $"zeros instead of generation {expected}"),
        { Changes: 0 } when expected - First < Near => new(address, "stale", $"generation {First} instead of {expected}"),
        { Changes: 0 } when First - expected < Near => new(address, "torn", $"generation {First} instead of {expected}, which is ahead of its neighbours"),
        { Changes: < 8 } when expected - First < Near || First - expected < Near => new(address, "torn", $"generations {First} to {Last} with {Changes} changes, expected {expected}"),
        _ => new(address, "foreign", $"{Changes} changes of generation, expected {expected}"),
    };
}
