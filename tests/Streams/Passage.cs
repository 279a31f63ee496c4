using Migconf.Streams.Bytes;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>A stream read to its end, each byte looked for in one element, and written again.</summary>
internal sealed record Passage(IReadOnlyList<StreamItem> Items, byte[] Written)
{
    internal static Passage Of(ChannelReader reader)
    {
        var items = new List<StreamItem>();
        using var output = new MemoryStream();
        long next = 0;
        foreach (var item in reader.Items())
        {
            foreach (var element in item.Elements)
            {
                Assert.Equal(next, element.Offset);
                Assert.True(element.Length > 0 || element.Value.Form is WireForm.Stored or WireForm.Raw, element.Path);
                next = element.Offset + element.Length;
            }

            Assert.Equal(next, item.Offset + item.Length);
            items.Add(item);
            ItemWriter.Write(item, reader.Payload, output);
        }

        Assert.Equal(next, reader.Position);
        return new(items, output.ToArray());
    }

    /// <summary>Fails unless the bytes are read to the last and written as they were.</summary>
    internal static Passage Exact(byte[] bytes, bool isPipe = false, ReaderOptions? options = null)
    {
        var passage = Of(StreamSamples.Open(bytes, isPipe, options));
        Assert.True(bytes.AsSpan().SequenceEqual(passage.Written), $"written {passage.Written.Length} of {bytes.Length} bytes, or other ones");
        return passage;
    }
}
