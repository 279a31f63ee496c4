using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads a return path. Facts: wire-format, section 3.</summary>
public sealed class ReturnPathReader(Stream stream, ReaderOptions options) : ChannelReader(stream, options)
{
    private const int WordSize = 8;
    private const int RequestSize = 12;

    /// <inheritdoc/>
    public override IEnumerable<StreamItem> Items()
    {
        for (var index = 0; !Source.AtEnd; index++)
        {
            Source.Section = $"message {index}";
            var message = Message(Source.Section);
            yield return message;
            if (message.Kind != ReturnKind.ReceivedBitmap)
            {
                continue;
            }

            var bitmap = Bitmap(Source.Section);
            Payload.Open((long)bitmap.Size, "bitmap");
            yield return bitmap;
            Payload.Close();
            var at = Source.Position;
            yield return Source.U64("end") == ArrivedPagesEnd.Mark
                ? new ArrivedPagesEnd { Offset = at, Scope = Source.Section }
                : throw Source.Fail(ChannelFailures.ReturnMessage, "end", "the bitmap is not closed", at);
        }
    }

    /// <summary>Whether a payload of so many bytes can belong to a message.</summary>
    internal static bool Allows(ReturnKind kind, int size) => kind switch
    {
        ReturnKind.RequestPagesOf => size is >= RequestSize + 2 and <= RequestSize + 256,
        ReturnKind.RequestPages => size == RequestSize,
        ReturnKind.ReceivedBitmap => size is >= 2 and <= 256,
        ReturnKind.SwitchoverAck => size == 0,
        _ => Enum.IsDefined(kind) && size == 4,
    };

    private ReturnMessage Message(string scope)
    {
        var at = Source.Position;
        var message = new ReturnMessage((ReturnKind)Source.U16("type"), Source.U16("len")) { Offset = at, Scope = scope };
        if (!Allows(message.Kind, message.Size))
        {
            throw Source.Fail(ChannelFailures.ReturnMessage, "type", $"type {(int)message.Kind} with {message.Size} bytes", at);
        }

        var read = message.Kind switch
        {
            ReturnKind.RequestPagesOf => message with { Address = Source.U64("offset"), Count = Source.U32("length"), Block = Source.Name("block") },
            ReturnKind.RequestPages => message with { Address = Source.U64("offset"), Count = Source.U32("length") },
            ReturnKind.ReceivedBitmap => message with { Block = Source.Name("block") },
            ReturnKind.SwitchoverAck => message,
            _ => message with { Value = Source.U32("value") },
        };
        return read.Length == read.Size + 4
            ? read
            : throw Source.Fail(ChannelFailures.ReturnMessage, "block", $"the name has not the length that {read.Size} bytes leave", at);
    }

    private ArrivedPages Bitmap(string scope)
    {
        var at = Source.Position;
        var size = Source.U64("size");
        return size % WordSize == 0 && size <= long.MaxValue
            ? new(size) { Offset = at, Scope = scope }
            : throw Source.Fail(ChannelFailures.ReturnMessage, "size", $"a bitmap of {size} bytes", at);
    }
}
