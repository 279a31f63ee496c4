using Migconf.Implementations.Guests;
using Migconf.Wire.Memory;

namespace Migconf.Implementations.Hops;

/// <summary>Wrong pages held against the memory of the source, which it keeps after its migration has completed: who lost them.</summary>
/// <param name="IsSound">Whether the source's own memory is right.</param>
/// <param name="Wrong">Pages that arrived wrong, or that the guest found wrong at the destination.</param>
/// <param name="Different">Those that the source holds otherwise than they arrived.</param>
/// <param name="Late">Those of these that came in the last part, which is sent while the guest stands still.</param>
public sealed record SourceEvidence(bool IsSound, int Wrong, int Different, int Late)
{
    /// <summary>Whether the source did not send what its guest wrote last: its memory is right, and what differs was not sent again at the
    /// end. What does not differ is right, and looks wrong beside what does.</summary>
    public bool IsUnsent => IsSound && Different > 0 && Late == 0;

    /// <summary>What follows, in a line.</summary>
    public string Words => this switch
    {
        { IsUnsent: true } =>
            $"the source kept it back: its own memory is right, {Different} of these {Wrong} pages are newer there, and it sent none of them again while the guest stood still",
        { IsSound: true } =>
            $"the source's own memory is right; of these {Wrong} pages it holds {Different} otherwise than they arrived, and {Late} of those came in the last part: look at the way between",
        _ => "the source's own memory is wrong too: its guest was wrong before it migrated",
    };

    /// <summary>Looks at the source's memory.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="source">The source's memory after the migration.</param>
    /// <param name="arrived">The memory as it arrived.</param>
    /// <param name="wrong">What was wrong with it, then or when the guest had gone on.</param>
    /// <param name="lastPart">The number of the last part.</param>
    public static SourceEvidence Of(RewritingGuest guest, ReadOnlySpan<byte> source, MemoryBlock arrived, IEnumerable<WrongPage> wrong, int lastPart)
    {
        var (different, late) = (0, 0);
        var pages = wrong.Select(one => (int)(one.Address / RewritingGuest.PageSize)).Distinct().ToList();
        foreach (var page in pages)
        {
            if (!source.Slice(page * RewritingGuest.PageSize, RewritingGuest.PageSize).SequenceEqual(arrived.Page(page)))
            {
                different++;
                late += arrived.PartOf(page) == lastPart ? 1 : 0;
            }
        }

        return new(GuestMemoryCheck.Of(guest, source).Wrong.Count == 0, pages.Count, different, late);
    }
}
