using Migconf.Streams.Bytes;
using Migconf.Streams.Comparing;
using Migconf.Streams.Devices;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>The bytes of virtio devices, taken apart; those of real releases to the last one.</summary>
public sealed class VirtioBodyTests
{
    [Theory]
    [InlineData("5.2")]
    [InlineData("7.2")]
    [InlineData("10.0")]
    [InlineData("11.1")]
    public void Every_virtio_device_of_a_release_is_taken_apart(string release)
    {
        var file = StreamSamples.Corpus($"_on-{release}_rich.mig")[^1];
        var fields = Fields(StreamSamples.Unpack(file));
        Assert.True(fields.Count >= 5, $"{fields.Count} virtio devices");
        foreach (var (section, bytes) in fields)
        {
            var pieces = VirtioBody.Split(bytes);
            Assert.True(pieces is not null, section);
            Assert.Equal(bytes.ToArray(), Written(pieces));
            Assert.Contains(pieces, piece => piece is { Path: "virtio/extra_state/virtio_pci/modern_state/vq[0]/enabled", Value.Length: 1 });
            Assert.DoesNotContain(pieces, piece => piece.Path.EndsWith("/data", StringComparison.Ordinal));
            Assert.Equal(2, pieces.Count(piece => piece.Path is "pci/config" or "vq[0]/vring.num"));
        }
    }

    [Fact]
    public void A_small_device_is_taken_apart_and_what_its_queue_holds_is_seen()
    {
        var pieces = VirtioBody.Split(Small(8));
        Assert.NotNull(pieces);
        Assert.Equal(8UL, pieces.Single(piece => piece.Path == "vq[0]/vring.num").Value.Number);
        Assert.Equal(1UL, pieces.Single(piece => piece.Path == "virtio/started/value").Value.Number);
        Assert.Equal("aa bb", pieces.Single(piece => piece.Path == "device").Value.ToString());
        Assert.Equal(Small(8), Written(pieces));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(65536)]
    public void What_has_no_possible_ring_stays_bytes(uint size) => Assert.Null(VirtioBody.Split(Small(size)));

    [Fact]
    public void Whatever_is_cut_is_written_as_it_was_or_stays_bytes()
    {
        var whole = Small(8);
        for (var length = 0; length < whole.Length; length++)
        {
            byte[] part = [.. whole.Take(length)];
            Assert.True(VirtioBody.Split(part) is not { } pieces || Written(pieces).SequenceEqual(part), $"{length} bytes");
        }
    }

    [Fact]
    public void A_comparison_names_what_differs()
    {
        var difference = Assert.Single(StreamComparison.Compare(Stream(Small(8)), Stream(Small(64))));
        Assert.Equal(("virtio", "vq[0]/vring.num 0x00000008 and 0x00000040"), (difference.Path, difference.Detail));
        Assert.Empty(StreamComparison.Compare(Stream(Small(8)), Stream(Small(8))));
    }

    [Fact]
    public void A_subsection_that_only_one_side_has_is_named()
    {
        WireValue[] more = [WireValue.U8(5), WireValue.Named("virtio/broken"), WireValue.U32(1), WireValue.U8(1)];
        using var output = new MemoryStream();
        output.Write(Small(8));
        Array.ForEach(more, value => value.WriteTo(output));
        var (less, longer) = (Stream(Small(8)), Stream(output.ToArray()));
        var sent = Assert.Single(StreamComparison.Compare(longer, less));
        Assert.Equal(("MIG-STREAM-044", "virtio/virtio/broken"), (sent.Failure?.Id, sent.Path));
        Assert.Equal("MIG-STREAM-045", Assert.Single(StreamComparison.Compare(less, longer)).Failure?.Id);
    }

    [Theory]
    [InlineData(0x02, true)]
    [InlineData(0x2e, false)]
    [InlineData(0x34, true)]
    public void The_configuration_space_in_it_is_compared_as_any_other(int at, bool isRefused)
    {
        var other = Small(8);
        other[4 + at] ^= 1;
        Assert.Equal(isRefused ? "MIG-STREAM-052" : null, Assert.Single(StreamComparison.Compare(Stream(other), Stream(Small(8)))).Failure?.Id);
    }

    /// <summary>Without MSI-X, with one queue, two bytes of its own, and a subsection.</summary>
    private static byte[] Small(uint ring)
    {
        using var output = new MemoryStream();
        WireValue[] values =
        [
            WireValue.U32(2), WireValue.Bytes(new byte[256 + 16]), WireValue.U8(7), WireValue.U8(0), WireValue.U16(0), WireValue.U32(0), WireValue.U32(0),
            WireValue.U32(1), WireValue.U32(ring), WireValue.U64(0x1000), WireValue.U16(3), WireValue.Bytes([0xaa, 0xbb]),
            WireValue.U8(5), WireValue.Named("virtio/started"), WireValue.U32(1), WireValue.U8(1),
        ];
        Array.ForEach(values, value => value.WriteTo(output));
        return output.ToArray();
    }

    private static StreamContents Stream(byte[] bytes) => new(null, [],
    [
        new(
            new SectionHeader(SectionKind.Full, 1, "virtio-rng", 0, 1),
            new StateStructure("d", null, "device", "virtio-rng", 1, [new StateLeaf("virtio", null, VirtioBody.Type, WireValue.Bytes(bytes))], [])),
    ]);

    private static byte[] Written(IReadOnlyList<(string Path, string Type, WireValue Value)> pieces)
    {
        using var output = new MemoryStream();
        foreach (var piece in pieces)
        {
            piece.Value.WriteTo(output);
        }

        return output.ToArray();
    }

    private static List<(string Section, ReadOnlyMemory<byte> Bytes)> Fields(byte[] stream) =>
        [.. new MigrationReader(new MemoryStream(stream), new()).Items().OfType<DeviceBody>()
            .SelectMany(body => body.State.Inside("").Where(leaf => leaf.Type == VirtioBody.Type).Select(leaf => (body.Scope, leaf.Value.Raw)))];
}
