using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Generation;
using Migconf.Devices.Histories;
using Migconf.Devices.Pages;
using Xunit;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Tests.Devices;

/// <summary>What is said of breaks: their reasons, all of them behind one another, and bytes that come under other names.</summary>
public sealed class BreakTests
{
    private static History History(StructDescription before, StructDescription after, params Property[] properties) => new(
        "d", "d", [new("10.0", "first", new(before)), new("11.1", "second", new(after) { Properties = properties })]);

    private static IReadOnlyList<Break> Breaks(History history) => BreakPage.Breaks(history, Matrix.Neighbours(history));

    private static IReadOnlyList<Break> Breaks(StructDescription before, StructDescription after) => Breaks(History(before, after));

    private static Break Forward(StructDescription before, StructDescription after) =>
        Breaks(before, after).First(one => one.Direction == "forward");

    private static string[] Said(IEnumerable<Break> breaks, string direction) =>
        [.. breaks.Where(one => one.Direction == direction).Select(one => $"{one.Prediction.Class![^3..]} {one.Prediction.Field}{(one.IsHidden ? " hidden" : "")}")];

    [Fact]
    public void Both_widths_are_named_when_a_field_is_widened() => Assert.Equal(
        "at offset 0 the source writes 'a' (u16), the receiver reads 'a' (u32): 2 bytes more than were written",
        Forward(Type("d", U16("a")), Type("d", U32("a"))).Prediction.Reason);

    [Fact]
    public void Both_kinds_are_named_when_only_the_sign_changes() => Assert.EndsWith(
        ": u8 written, i8 read", Forward(Type("d", U8("a")), Type("d", I8("a"))).Prediction.Reason, StringComparison.Ordinal);

    [Fact]
    public void A_reason_tells_the_footer_from_a_field() => Assert.Equal(
        "at offset 1 the source writes the footer: its section ends, the receiver reads 'b' (u64)",
        Forward(Type("d", U8("a")), Type("d", U8("a"), U64("b"))).Prediction.Reason);

    [Fact]
    public void A_number_that_was_split_is_unclear_both_ways()
    {
        var breaks = Breaks(Type("d", U32("a"), U8("z")), Type("d", U16("hi"), U16("lo"), U8("z")));
        Assert.Equal(["025 hi"], Said(breaks, "forward"));
        Assert.Equal(["025 a"], Said(breaks, "backward"));
        Assert.All(breaks, one => Assert.Equal("UNCLEAR", one.Ending));
        Assert.StartsWith(
            "at offset 0 the source writes 'a' (u32), the receiver reads 'hi' (u16) and 'lo' (u16): the same 4 bytes", breaks[0].Prediction.Reason, StringComparison.Ordinal);
    }

    /// <summary>A byte less is no other name: the footer is missed.</summary>
    [Fact]
    public void A_number_that_was_split_into_fewer_bytes_is_refused()
    {
        var found = Forward(Type("d", U32("a")), Type("d", U16("hi"), U8("lo")));
        Assert.Equal("REFUSED", found.Ending);
        Assert.NotEqual("MIG-COMPAT-025", found.Prediction.Class);
    }

    [Fact]
    public void Numbers_that_were_swapped_are_not_merely_called_otherwise() =>
        Assert.DoesNotContain(Breaks(Type("d", U8("a"), U8("b")), Type("d", U8("b"), U8("a"))), one => one.IsUnclear);

    /// <summary>What is split, and another field that is added: the split does not take the blame.</summary>
    [Fact]
    public void A_split_does_not_hide_what_refuses() => Assert.Equal(
        ["001 more", "025 hi hidden"], Said(Breaks(Type("d", U32("a")), Type("d", U16("hi"), U16("lo"), U8("more"))), "forward"));

    [Theory]
    [InlineData(null, 2)]
    [InlineData("a", 0)]
    public void A_new_name_is_unclear_until_it_is_said_what_it_stands_for(string? stands, int count) =>
        Assert.Equal(count, Breaks(Type("d", U32("a")), Type("d", U32("b") with { Stands = stands })).Count);

    [Fact]
    public void Everything_that_breaks_is_named_behind_the_first()
    {
        var breaks = Breaks(
            Type("d", U32("a"), U8("gone"), U8("last")),
            Type("d", U16("a"), U8("last"), U64("new")) with { Version = 3, MinimumVersion = 2, Subsections = [Part("d/b", Not0("b"), U16("b"))] });
        Assert.Equal(["004 d", "007 a hidden", "008 gone hidden", "001 new hidden"], Said(breaks, "forward"));
        Assert.Equal(["003 d", "007 a hidden", "001 gone hidden", "008 new hidden", "005 d/b hidden"], Said(breaks, "backward"));
    }

    /// <summary>Offsets are those of the stream that is really sent, whatever was supposed to be mended.</summary>
    [Fact]
    public void What_is_behind_a_break_has_its_own_offset()
    {
        var breaks = Breaks(Type("d", U32("a"), U8("gone"), U8("last")), Type("d", U16("a"), U8("last")));
        Assert.Contains(breaks, one => one.Prediction.Reason.StartsWith("at offset 4 the source writes 'gone' (u8)", StringComparison.Ordinal));
    }

    /// <summary>What is lost is lost in every state in which it is not at rest, not only where it is the first; what is refused first is refused alone.</summary>
    [Fact]
    public void States_of_a_loss_say_nothing_of_other_losses()
    {
        var losses = Breaks(Type("d", U8("a"), U8("b"), U8("c")), Type("d", Spare("was", 2), U8("c"))).Where(one => one.Direction == "forward");
        Assert.Equal(["when a != 0", "when b != 0"], losses.Select(one => BreakPage.States(one.Prediction)).Order(StringComparer.Ordinal));
        var refused = Breaks(Type("d"), Type("d") with { Subsections = [Part("d/b", Not0("b"), U8("b")), Part("d/e", Not0("e"), U8("e"))] });
        Assert.Equal(["when b != 0", "when b = 0 and e != 0"], refused.Where(one => one.Direction == "backward").Select(one => BreakPage.States(one.Prediction)));
    }

    [Fact]
    public void Several_losses_of_one_load_are_all_named_and_none_is_hidden() => Assert.Equal(
        ["018 a", "018 b"],
        Said(Breaks(Type("d", U8("a"), U8("b"), U8("c")), Type("d", Spare("was", 2), U8("c"))), "forward").Order(StringComparer.Ordinal));

    /// <summary>A mark of a list is taken for data: what the bytes behind it are nobody knows, so that nothing is said of them.</summary>
    [Fact]
    public void Nothing_is_said_of_bytes_that_mean_nothing_any_more()
    {
        var list = List("l", 2, Type("s", U8("x")));
        var breaks = Breaks(Type("d", list, U8("gone")), Type("d", Pointers("p", "11", Type("s", U8("y")), isMarked: true), U8("new"), U8("newer")));
        Assert.DoesNotContain(breaks, one => one.Prediction.Field is "newer");
    }

    /// <summary>Where what was mistaken decides what is read next, it cannot be supposed to be mended.</summary>
    [Fact]
    public void A_count_that_is_mistaken_ends_the_search()
    {
        var before = Type("d", U8("n"), Counted("l", "n", 3, Scalar.Byte), U8("gone"));
        var after = Type("d", U16("n"), Counted("l", "n", 3, Scalar.Byte), U8("new"));
        Assert.All(Breaks(before, after), one => Assert.DoesNotContain(one.Prediction.Field, new[] { "gone", "new" }));
    }

    [Fact]
    public void What_is_hidden_shows_when_what_hides_it_is_mended()
    {
        var before = Type("d", U8("a"));
        var after = Type("d", U16("a")) with { Version = 2, MinimumVersion = 2 };
        var hidden = Breaks(before, after).Where(one => one.IsHidden).Select(one => (one.From, one.Prediction.Class, one.Prediction.Reason));
        var mended = Breaks(before, after with { Version = 1, MinimumVersion = 0 }).Select(one => (one.From, one.Prediction.Class, one.Prediction.Reason));
        Assert.Equal(mended, hidden);
    }

    /// <summary>The search ends, begins with the verdict, and says nothing twice, for random histories.</summary>
    [Fact]
    public void Every_random_history_has_its_verdict_first_and_no_break_twice() => Assert.All(Enumerable.Range(0, 400), seed =>
    {
        var pairing = LoadCase.Of(seed).Pairing;
        var verdict = Verdict.Of(pairing, 64);
        var found = BreakSearch.Of(pairing, verdict, 64);
        Assert.Equal(verdict.Breaks.Select(one => (one.Class, one.Field)), found.Take(verdict.Breaks.Count).Select(one => (one.Prediction.Class, one.Prediction.Field)));
        Assert.Equal(found.Count, found.DistinctBy(one => (one.Prediction.Class, one.Prediction.Field, one.Prediction.Outcome)).Count());
        Assert.Equal(verdict.Breaks.Count == 0, found.Count == 0);
    });

    /// <summary>As many bytes come as are read: a number that is not at rest is lost, and nothing is refused. Where fewer come, it is.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void Unused_bytes_in_place_of_a_number_are_refused_only_when_they_are_fewer(int size, bool isRefused)
    {
        static StructDescription With(Field inner) => Type("d", U32("a"), inner, U8("c"));
        var breaks = Breaks(With(U16("b") with { AtRest = 8 }), With(Spare("unused", size)));
        Assert.Equal(isRefused, breaks.Any(one => one.Ending == "REFUSED"));
        Assert.Equal(isRefused, Said(breaks, "backward") is not ["018 b"]);
    }
}
