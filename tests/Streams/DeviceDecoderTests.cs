using Migconf.Streams.Bytes;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>A body decoded by its description: values, size, and the path that a failure names.</summary>
public sealed class DeviceDecoderTests
{
    private static readonly StateDescription Inner = new("inner", 1, [Field("low", "uint16", 2), Field("high", "int16", 2)], [new("inner/part", 1, [Field("x", "uint8", 1)], [])]);
    private static readonly DeviceDescription Device = new("dev", 0, new(
        "dev", 1, [Field("a", "uint32", 4), new("pair", "struct", Inner.Size, 2, true, null, Inner), Field("rest", "buffer", 3)], []));

    private static readonly byte[] Part = [0x05, 10, .. "inner/part"u8, 0, 0, 0, 1, 0x2a];
    private static readonly byte[] Body = [0, 0, 1, 0, 0, 7, 0xff, 0xfe, .. Part, 0, 8, 0, 9, .. Part, 1, 2, 3];

    [Fact]
    public void Values_are_read_with_their_types_and_paths()
    {
        var state = DeviceDecoder.Decode(Device, Source(Body));
        Assert.Equal(
            [
                "a 0x00000100", "pair[0]/low 0x0007", "pair[0]/high 0xfffe (-2)", "pair[0]/inner/part/type 0x05", "pair[0]/inner/part/name inner/part",
                "pair[0]/inner/part/version 0x00000001", "pair[0]/inner/part/x 0x2a", "pair[1]/low 0x0008", "pair[1]/high 0x0009", "pair[1]/inner/part/type 0x05",
                "pair[1]/inner/part/name inner/part", "pair[1]/inner/part/version 0x00000001", "pair[1]/inner/part/x 0x2a", "rest 01 02 03",
            ],
            state.Inside("").Select(leaf => $"{leaf.Path} {leaf.Value}"));
        Assert.Equal(Body.Length, state.Size);
        Assert.Equal(Device.State.Size, state.Size);
    }

    [Theory]
    [InlineData(3, "a")]
    [InlineData(7, "pair[0]/high")]
    [InlineData(30, "pair[1]/inner/part")]
    [InlineData(46, "rest")]
    public void A_body_that_is_cut_names_the_field(int length, string path)
    {
        var cut = Assert.Throws<StreamException>(() => DeviceDecoder.Decode(Device, Source(Body[..length])));
        Assert.Equal((StructureFailures.CutShort, path), (cut.Failure, cut.Path));
    }

    [Fact]
    public void Another_subsection_than_described_is_named()
    {
        var other = Body.ToArray();
        other[12] = (byte)'!';
        var wrong = Assert.Throws<StreamException>(() => DeviceDecoder.Decode(Device, Source(other)));
        Assert.Equal((StructureFailures.DescriptionMismatch, "pair[0]/inner/part"), (wrong.Failure, wrong.Path));
    }

    private static FieldDescription Field(string name, string type, long size) => new(name, type, size, 1, false, null, null);

    private static ByteSource Source(byte[] bytes) => new(new MemoryStream(bytes), 1000);
}
