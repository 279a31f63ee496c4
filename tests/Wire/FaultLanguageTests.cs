using Migconf.Wire;
using Migconf.Wire.Faults;
using Xunit;

namespace Migconf.Tests.Wire;

/// <summary>What a fault may say, and where a migration may come from.</summary>
public sealed class FaultLanguageTests
{
    [Fact]
    public void A_fault_names_action_place_message_which_and_count()
    {
        var fault = FaultLanguage.Parse("hold=250@out:body:0000:00:01.0/timer#3");
        Assert.Equal((FaultAction.Hold, FaultPlace.Out, "body", "0000:00:01.0/timer", 3), (fault.Action, fault.Place, fault.Message, fault.Detail, fault.Count));
        Assert.Equal(TimeSpan.FromMilliseconds(250), fault.Time);
        Assert.Equal(4000, FaultLanguage.Parse("flip@in:byte:4000").Byte);
        Assert.Equal("req-pages-id", FaultLanguage.Parse("drop@in-return:req-pages-id").Message);
    }

    [Theory]
    [InlineData("close", "is not of the form")]
    [InlineData("burn@in:page", "'burn' is no action")]
    [InlineData("close@up:page", "'up' is no place")]
    [InlineData("close@in:letter", "no message is called 'letter'")]
    [InlineData("close@in:page#0", "begin at 1")]
    [InlineData("close@in:byte:x", "no offset")]
    [InlineData("close=5@in:page", "only hold takes a number; write close@in:page")]
    [InlineData("hold=abc@in:page", "'abc' is no number of milliseconds; write hold=500")]
    [InlineData("hold=@in:page", "'' is no number of milliseconds")]
    [InlineData("drop@in-return:page", "'page' does not travel there; there are shut, pong")]
    [InlineData("close@in:pong", "'pong' does not travel there")]
    [InlineData("truncate@in:page", "only what this side sends")]
    [InlineData("flip@in:page", "only by its byte")]
    [InlineData("error@out:page", "only the source")]
    public void A_fault_that_means_nothing_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => FaultLanguage.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hold_says_how_long_it_lasts_whether_told_or_not()
    {
        Assert.Equal(("hold=1000@in:eof", TimeSpan.FromSeconds(1)), (FaultLanguage.Parse("hold@in:eof").Text, FaultLanguage.Parse("hold@in:eof").Time));
        Assert.Equal("hold=250@in:eof", FaultLanguage.Parse("hold=250@in:eof").Text);
    }

    [Fact]
    public void Help_names_every_action_place_and_message()
    {
        Assert.All(FaultLanguage.Actions.Keys.Concat(FaultLanguage.Places.Keys).Concat(MessageNames.Kinds), name => Assert.Contains(name, FaultLanguage.Help, StringComparison.Ordinal));
        Assert.Contains("in milliseconds, 1000 when left out", FaultLanguage.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_fires_once_at_the_message_it_counts_to()
    {
        var plan = new FaultPlan([FaultLanguage.Parse("close@in:page:pc.ram#2")]);
        Assert.Null(plan.At(FaultPlace.In, "page", "pc.ram"));
        Assert.Null(plan.At(FaultPlace.In, "page", "pc.bios"));
        Assert.Null(plan.At(FaultPlace.Out, "page", "pc.ram"));
        Assert.NotNull(plan.At(FaultPlace.In, "page", "pc.ram"));
        Assert.Null(plan.At(FaultPlace.In, "page", "pc.ram"));
        Assert.Empty(plan.Pending);
    }

    [Theory]
    [InlineData("tcp:127.0.0.1:4444", "tcp:127.0.0.1:4444")]
    [InlineData("tcp:localhost:1", "tcp:127.0.0.1:1")]
    [InlineData("tcp:[::1]:2", "tcp:[::1]:2")]
    [InlineData("unix:some/path", "unix:some/path")]
    public void An_address_is_written_as_QEMU_writes_it(string text, string shown) => Assert.Equal(shown, WireAddress.Parse(text).ToString());

    [Theory]
    [InlineData("127.0.0.1:4444")]
    [InlineData("tcp:4444")]
    [InlineData("tcp:127.0.0.1:70000")]
    [InlineData("tcp:example:1")]
    [InlineData("unix:")]
    public void What_is_no_address_is_refused(string text) => Assert.Throws<FormatException>(() => WireAddress.Parse(text));
}
