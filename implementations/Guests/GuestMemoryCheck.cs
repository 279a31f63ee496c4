using System.Runtime.InteropServices;

namespace Migconf.Implementations.Guests;

/// <summary>A page that does not hold what the guest left there.</summary>
/// <param name="Address">The guest's physical address.</param>
/// <param name="Kind"><c>lost</c> (zeros), <c>stale</c> (of an older generation), <c>torn</c> (of several), <c>foreign</c> (of none), or
/// <c>noticed</c> (the guest itself found it wrong).</param>
/// <param name="Detail">What it holds.</param>
public sealed record WrongPage(uint Address, string Kind, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"page 0x{Address:x} {Kind}: {Detail}";
}

/// <summary>What the memory of a <see cref="RewritingGuest"/> shows.</summary>
/// <param name="IsReady">Whether the guest had filled all pages.</param>
/// <param name="Generation">The newest generation.</param>
/// <param name="Wrong">Pages that are wrong, by address; none in a consistent snapshot of a guest that found nothing wrong.</param>
public sealed record GuestVerdict(bool IsReady, uint Generation, IReadOnlyList<WrongPage> Wrong);

/// <summary>Tells lost, stale and torn pages from right ones in a snapshot of a <see cref="RewritingGuest"/>'s memory.</summary>
public static class GuestMemoryCheck
{
    private const int HoleBegin = 0xA_0000;
    private const int HoleEnd = 0x10_0000;

    /// <summary>Looks at every page, but for the addresses from 640 KiB to 1 MiB, where devices and firmware are.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="memory">Its memory from physical address 0 on.</param>
    public static GuestVerdict Of(RewritingGuest guest, ReadOnlySpan<byte> memory)
    {
        var report = Words(memory.Slice((int)RewritingGuest.ReportAddress, RewritingGuest.PageSize));
        var (isReady, told, found) = (report[0] == RewritingGuest.Ready, report[1], report[2]);
        var first = Words(memory[(int)RewritingGuest.FirstAddress..])[0];
        var wrong = new List<WrongPage>();

        // The report may itself be stale: then the pages fit another generation better.
        var pages = Split(guest, memory, told);
        foreach (var other in new[] { first, first + 1 }.Where(one => one != told))
        {
            var better = Split(guest, memory, other);
            if (better.Count + 1 < pages.Count)
            {
                pages = [new(RewritingGuest.ReportAddress, "stale", $"it tells of generation {told}, and the pages are of {other}"), .. better];
                told = other;
            }
        }

        wrong.AddRange(pages);
        wrong.AddRange(Constant(guest, memory));
        wrong.AddRange(Empty(guest, memory));
        if (found > 0)
        {
            wrong.AddRange(Noticed(guest, memory, report).Where(one => wrong.TrueForAll(known => known.Address != one.Address)).ToList());
        }

        return new(isReady, told, [.. wrong.OrderBy(one => one.Address)]);
    }

    /// <summary>The rewritten pages: up to a border of the newest generation, behind it of the one before. The border is put where the
    /// fewest pages contradict it.</summary>
    private static List<WrongPage> Split(RewritingGuest guest, ReadOnlySpan<byte> memory, uint newest)
    {
        var pages = new PageContents[guest.RewrittenPages];
        for (var page = 0; page < pages.Length; page++)
        {
            pages[page] = PageContents.Of(memory, page);
        }

        var cost = pages.Count(page => !page.IsAll(newest - 1)) - (pages[0].MayBeBorder(newest) && !pages[0].IsAll(newest - 1) ? 1 : 0);
        var (best, least, running) = (0, cost, pages.Count(page => !page.IsAll(newest - 1)));
        for (var border = 1; border < pages.Length; border++)
        {
            running += (pages[border - 1].IsAll(newest) ? 0 : 1) - (pages[border - 1].IsAll(newest - 1) ? 0 : 1);
            cost = running - (pages[border].MayBeBorder(newest) && !pages[border].IsAll(newest - 1) ? 1 : 0);
            (best, least) = cost < least ? (border, cost) : (best, least);
        }

        var wrong = new List<WrongPage>();
        for (var page = 0; page < pages.Length; page++)
        {
            var isRight = page == best ? pages[page].MayBeBorder(newest) : pages[page].IsAll(page < best ? newest : newest - 1);
            if (!isRight)
            {
                wrong.Add(pages[page].Describe(RewritingGuest.FirstAddress + (uint)(page * RewritingGuest.PageSize), page < best ? newest : newest - 1));
            }
        }

        return wrong;
    }

    private static List<WrongPage> Constant(RewritingGuest guest, ReadOnlySpan<byte> memory)
    {
        var wrong = new List<WrongPage>();
        for (var page = guest.RewrittenPages; page < guest.RewrittenPages + guest.ConstantPages; page++)
        {
            var contents = PageContents.Of(memory, page);
            if (!contents.IsAll(RewritingGuest.ConstantGeneration))
            {
                wrong.Add(contents.Describe(RewritingGuest.FirstAddress + (uint)(page * RewritingGuest.PageSize), RewritingGuest.ConstantGeneration));
            }
        }

        return wrong;
    }

    /// <summary>Pages that the guest never writes.</summary>
    private static List<WrongPage> Empty(RewritingGuest guest, ReadOnlySpan<byte> memory)
    {
        var wrong = new List<WrongPage>();
        for (var address = 0; address < memory.Length; address += RewritingGuest.PageSize)
        {
            var isUsed = address >= RewritingGuest.ReportAddress && address < RewritingGuest.MarksAddress + guest.RewrittenPages
                || address is >= HoleBegin and < HoleEnd
                || address >= RewritingGuest.FirstAddress && address < guest.ConstantEnd;
            if (!isUsed && memory.Slice(address, RewritingGuest.PageSize).IndexOfAnyExcept((byte)0) is >= 0 and var at)
            {
                wrong.Add(new((uint)address, "foreign", $"the guest never wrote it, and byte {at} is not zero"));
            }
        }

        return wrong;
    }

    private static List<WrongPage> Noticed(RewritingGuest guest, ReadOnlySpan<byte> memory, ReadOnlySpan<uint> report)
    {
        var marks = memory.Slice((int)RewritingGuest.MarksAddress, guest.RewrittenPages);
        var wrong = new List<WrongPage>();
        for (var page = 0; page < marks.Length; page++)
        {
            var address = RewritingGuest.FirstAddress + (uint)(page * RewritingGuest.PageSize);
            if (marks[page] != 0)
            {
                var detail = report[3] - address < RewritingGuest.PageSize
                    ? $"0x{report[4]:x8} stood at 0x{report[3]:x} instead of 0x{report[5]:x8}, in generation {report[6]}"
                    : "the guest found a word of it changed";
                wrong.Add(new(address, "noticed", detail));
            }
        }

        return wrong.Count > 0 ? wrong : [new(RewritingGuest.ReportAddress, "noticed", $"the guest counted {report[2]} wrong words and marked no page")];
    }

    private static ReadOnlySpan<uint> Words(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian
        ? MemoryMarshal.Cast<byte, uint>(bytes)
        : throw new PlatformNotSupportedException("the guest's words are read as those of this machine");
}
