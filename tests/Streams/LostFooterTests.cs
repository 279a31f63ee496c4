using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>A section that does not end where it should: bytes are missing, were added, or the stream ends in it.</summary>
public sealed class LostFooterTests
{
    private const int Into = 20;
    private static readonly byte[] Whole = StreamSamples.Read("precopy-10.0.mig");
    private static readonly StreamItem Timer = StreamSamples.Open(Whole).Items().OfType<DeviceBody>().Single(body => body.State.Name == "i8254");

    private static int Middle => (int)Timer.Offset + Into;

    [Fact]
    public void A_footer_that_comes_earlier_is_found()
    {
        var finding = First([.. Whole[..Middle], .. Whole[(Middle + 10)..]]);
        Assert.Equal((StructureFailures.FooterMissing, Timer.Offset + Timer.Length), (finding.Failure, finding.Offset));
        Assert.Contains($"10 bytes earlier, at byte {Timer.Offset + Timer.Length - 10}", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void A_footer_that_comes_later_is_found(int more)
    {
        var finding = First([.. Whole[..Middle], .. new byte[more], .. Whole[Middle..]]);
        Assert.Equal(StructureFailures.FooterMissing, finding.Failure);
        Assert.Contains($"{more} bytes later, at byte {Timer.Offset + Timer.Length + more}", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_footer_went_with_what_follows_the_next_one_is_named()
    {
        var next = StreamSamples.Open(Whole).Items().OfType<SectionFooter>().First(one => one.Offset >= Timer.Offset + Timer.Length + 30);
        var finding = First([.. Whole[..Middle], .. Whole[(int)(Timer.Offset + Timer.Length + 30)..]]);
        Assert.Equal(StructureFailures.FooterMissing, finding.Failure);
        Assert.Contains($"the next one is that of section {next.Id},", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_that_ends_within_a_section_nothing_describes_ends_early(bool isPipe)
    {
        var finding = First(Whole[..Middle], isPipe);
        Assert.Equal((StructureFailures.CutShort, Timer.Offset), (finding.Failure, finding.Offset));
        Assert.Contains($"ends after {Into} bytes", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_footer_in_a_stream_that_goes_on_is_no_early_end()
    {
        var bytes = Whole.ToArray();
        bytes[Timer.Offset + Timer.Length] = 0x42;
        Assert.Equal(StructureFailures.FooterMissing, First(bytes, isPipe: true).Failure);
        Assert.Equal(StructureFailures.FooterMissing, First(bytes, isPipe: false).Failure);
    }

    [Fact]
    public void The_text_tells_where_reading_stopped_from_where_the_file_ends()
    {
        var cut = VerificationText.Write(new StreamVerifier(StreamSamples.Open(Whole[..Middle])).Run(), "a.mig");
        Assert.EndsWith($" items, read to byte {Timer.Offset} of {Middle}\n", cut, StringComparison.Ordinal);
        Assert.Matches("(?s)^MIG-STREAM-004  a.mig  .*\n  cause .*\n  remedy .*\n  explain    migconf explain MIG-STREAM-004\nUNSOUND", cut);
        var sound = VerificationText.Write(new StreamVerifier(StreamSamples.Open(Whole)).Run(), "a.mig");
        Assert.Matches($"^sound +a.mig  [0-9]+ items, {Whole.Length} bytes\n$", sound);
    }

    private static Finding First(byte[] bytes, bool isPipe = false) => new StreamVerifier(StreamSamples.Open(bytes, isPipe)).Run().Findings[0];
}
