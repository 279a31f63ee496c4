using Migconf.Streams.Bytes;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Streams.Writing;

/// <summary>Writes items as bytes: every value from what was decoded, stored contents from where they are.</summary>
public static class ItemWriter
{
    /// <summary>Writes an item.</summary>
    /// <param name="item">What is written.</param>
    /// <param name="payload">Where its stored bytes come from; unused when it has none.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(StreamItem item, Payload payload, Stream output)
    {
        foreach (var (_, _, value) in item.Fields)
        {
            if (value.Form == WireForm.Stored)
            {
                payload.CopyTo(output);
            }
            else
            {
                value.WriteTo(output);
            }
        }
    }

    /// <summary>Writes an item whose stored bytes are these.</summary>
    public static void Write(StreamItem item, ReadOnlySpan<byte> stored, Stream output)
    {
        foreach (var (_, _, value) in item.Fields)
        {
            if (value.Form == WireForm.Stored)
            {
                output.Write(stored);
            }
            else
            {
                value.WriteTo(output);
            }
        }
    }

    /// <summary>Writes a whole channel.</summary>
    /// <param name="reader">At its beginning.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="change">What becomes of an item on the way; without it, what it was.</param>
    public static void Copy(ChannelReader reader, Stream output, Func<StreamItem, StreamItem>? change = null)
    {
        foreach (var item in reader.Items())
        {
            Write(change?.Invoke(item) ?? item, reader.Payload, output);
        }
    }
}
