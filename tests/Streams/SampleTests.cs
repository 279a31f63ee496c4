using Migconf.Streams.Bytes;
using Migconf.Streams.Checking;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>Small streams of real QEMUs, read and written.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Whole => [.. StreamSamples.Names.Where(name => name != StreamSamples.Cut)];

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_sample_is_read_to_its_last_byte_and_written_as_it_was(string name)
    {
        var passage = Passage.Exact(StreamSamples.Read(name));
        Assert.DoesNotContain(passage.Items, item => item is TrailingBytes);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_sample_is_sound(string name)
    {
        var found = new StreamVerifier(StreamSamples.Open(StreamSamples.Read(name))).Run();
        Assert.Empty(found.Findings);
        Assert.True(found.Items > 1);
    }

    /// <summary>Without footers only the description at the end of a file tells where a section ends.</summary>
    public static TheoryData<string> WithFooters => [.. StreamSamples.Names.Where(name => name != StreamSamples.Cut && !name.StartsWith("legacy", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(WithFooters))]
    public void A_pipe_gives_what_a_file_gives(string name)
    {
        var bytes = StreamSamples.Read(name);
        var passage = Passage.Exact(bytes, isPipe: true);
        Assert.DoesNotContain(passage.Items, item => item is TrailingBytes);
        Assert.Equal(
            Passage.Exact(bytes).Items.Select(item => (item.Offset, item.Scope, item.Length)), passage.Items.Select(item => (item.Offset, item.Scope, item.Length)));
    }

    [Fact]
    public void A_connection_that_was_cut_is_read_up_to_the_cut()
    {
        var found = new StreamVerifier(StreamSamples.Open(StreamSamples.Read(StreamSamples.Cut))).Run();
        Assert.Equal(StructureFailures.CutShort, Assert.Single(found.Findings).Failure);
        Assert.Equal(StreamSamples.Read(StreamSamples.Cut).Length, found.Bytes);
    }

    [Fact]
    public void A_stream_without_footers_needs_its_description()
    {
        var found = new StreamVerifier(StreamSamples.Open(StreamSamples.Read("legacy-2.3-machine-7.2.mig"), isPipe: true)).Run();
        Assert.Equal(StructureFailures.FooterMissing, Assert.Single(found.Findings).Failure);
    }

    [Theory]
    [InlineData("described and not in the stream", false)]
    [InlineData("more often than it is described", true)]
    public void A_section_that_is_lost_or_doubled_is_found(string detail, bool isDoubled)
    {
        var output = new MemoryStream();
        var reader = StreamSamples.Open(StreamSamples.Read("precopy-10.0.mig"));
        foreach (var item in reader.Items())
        {
            var isTimer = item.Scope.StartsWith("i8254 ", StringComparison.Ordinal);
            if (!isTimer)
            {
                ItemWriter.Write(item, reader.Payload, output);
            }
            else if (isDoubled && item is SectionFooter)
            {
                Twice(output);
            }
        }

        var verifier = new StreamVerifier(StreamSamples.Open(output.ToArray()));
        var finding = Assert.Single(verifier.Run().Findings);
        Assert.Equal((StructureFailures.DescriptionMismatch, "i8254 0"), (finding.Failure, finding.Place));
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
    }

    /// <summary>The section of the interval timer, two times.</summary>
    private static void Twice(Stream output)
    {
        for (var time = 0; time < 2; time++)
        {
            var reader = StreamSamples.Open(StreamSamples.Read("precopy-10.0.mig"));
            foreach (var item in reader.Items().Where(item => item.Scope.StartsWith("i8254 ", StringComparison.Ordinal)))
            {
                ItemWriter.Write(item, reader.Payload, output);
            }
        }
    }

    [Fact]
    public void A_changed_value_is_written_and_read_again()
    {
        var changed = new MemoryStream();
        var bytes = StreamSamples.Read("precopy-10.0.mig");
        ItemWriter.Copy(StreamSamples.Open(bytes), changed, item => item is DeviceBody { State.Name: "i8254" } body ? Irq(body, 7) : item);
        var again = Passage.Exact(changed.ToArray());
        Assert.Equal(7UL, ((StateLeaf)again.Items.OfType<DeviceBody>().Single(body => body.State.Name == "i8254").State.Fields[0]).Value.Number);
        Assert.Equal(1, bytes.Zip(again.Written).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void Postcopy_of_11_1_pings_once_more_and_its_devices_can_be_described_by_another_stream()
    {
        var bytes = StreamSamples.Read("postcopy-11.1.fwd.mig");
        var plain = Passage.Exact(bytes);
        Assert.Contains(plain.Items.OfType<StreamCommand>(), command => command is { Kind: CommandKind.Ping, Value: 0x42 });
        var described = new MigrationReader(new MemoryStream(StreamSamples.Read("precopy-11.1.mig")), new()).Description;
        var decoded = Passage.Exact(bytes, options: new ReaderOptions { Description = described });
        Assert.Equal(plain.Items.OfType<OpaqueBody>().Count(), decoded.Items.OfType<DeviceBody>().Count());
        Assert.True(plain.Items.OfType<OpaqueBody>().Count() > 20);
        Assert.All(decoded.Items.OfType<DeviceBody>(), body => Assert.StartsWith("package/", body.Scope, StringComparison.Ordinal));
    }

    [Fact]
    public void A_recovered_postcopy_asks_for_every_bitmap_and_gets_it()
    {
        var asked = Passage.Exact(StreamSamples.Read("recovery-11.1.fwd.bin")).Items.OfType<StreamCommand>().Where(one => one.Kind == CommandKind.RecvBitmap);
        var answered = Passage.Exact(StreamSamples.Read("recovery-11.1.rev.bin")).Items.OfType<ReturnMessage>().Where(one => one.Kind == ReturnKind.ReceivedBitmap);
        Assert.Equal(asked.Select(one => one.Block), answered.Select(one => one.Block));
        Assert.Equal(6, asked.Count());
    }

    [Fact]
    public void What_a_release_does_not_know_is_found()
    {
        StreamVerifier Against(string release) => new(StreamSamples.Open(StreamSamples.Read("precopy-10.0.mig")), release);
        Assert.Empty(Against("11.1").Run().Findings);
        var flaw = Assert.Single(new StreamVerifier(StreamSamples.Open(StreamSamples.Read("compress-7.2.mig")), "10.0").Run().Findings.DistinctBy(one => one.Failure));
        Assert.Equal(PairFailures.UnknownToReceiver, flaw.Failure);
        Assert.Empty(new StreamVerifier(StreamSamples.Open(StreamSamples.Read("compress-7.2.mig")), "7.2").Run().Findings);
    }

    private static DeviceBody Irq(DeviceBody body, uint value) => body with
    {
        State = body.State with
        {
            Fields = [(StateLeaf)body.State.Fields[0] with { Value = WireValue.U32(value) }, .. body.State.Fields.Skip(1)],
        },
    };
}
