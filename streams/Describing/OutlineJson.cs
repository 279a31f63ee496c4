using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Migconf.Streams.Bytes;
using Migconf.Streams.Failures;

namespace Migconf.Streams.Describing;

/// <summary>Writes an outline as one JSON object: <c>version</c>, <c>entries</c> in order, and <c>failure</c> where reading
/// ended early. An entry a line, so that nothing large is kept in memory.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="fields">Whether every field is listed, with offset, length, path, type and value.</param>
public sealed class OutlineJson(TextWriter output, bool fields)
{
    /// <summary>Of the format; a change that could break a reader raises it.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> bytes = new();
    private bool isFirst = true;

    /// <summary>Begins.</summary>
    public void Begin() => output.Write($"{{\"version\":{Version},\"entries\":[");

    /// <summary>Writes an entry.</summary>
    public void Write(OutlineEntry entry)
    {
        output.Write(isFirst ? "\n" : ",\n");
        isFirst = false;
        Print(writer =>
        {
            writer.WriteNumber("offset", entry.Offset);
            writer.WriteNumber("length", entry.Length);
            writer.WriteString("path", entry.Path);
            writer.WriteString("kind", entry.Kind);
            writer.WriteString("summary", entry.Summary);
            if (fields && entry.Item is not null)
            {
                writer.WriteStartArray("fields");
                foreach (var element in entry.Elements)
                {
                    Field(writer, element);
                }

                writer.WriteEndArray();
            }
        });
    }

    /// <summary>Ends.</summary>
    /// <param name="failure">What ended reading; null when it came to the end.</param>
    public void End(StreamException? failure)
    {
        output.Write("\n]");
        if (failure is not null)
        {
            output.Write(",\n\"failure\":");
            Print(writer =>
            {
                writer.WriteString("id", failure.Failure.Id);
                writer.WriteString("section", failure.Section);
                writer.WriteString("path", failure.Path);
                writer.WriteNumber("offset", failure.Offset);
                writer.WriteString("detail", failure.Detail);
            });
        }

        output.WriteLine("}");
    }

    private static void Field(Utf8JsonWriter writer, Element element)
    {
        writer.WriteStartObject();
        writer.WriteNumber("offset", element.Offset);
        writer.WriteNumber("length", element.Length);
        writer.WriteString("path", element.Path);
        writer.WriteString("type", element.Type);
        switch (element.Value.Form)
        {
            case WireForm.Number when element.Type == "bool" && element.Value.Number <= 1:
                writer.WriteBoolean("value", element.Value.Number == 1);
                break;
            case WireForm.Number:
                writer.WriteNumber("value", element.Value.Number);
                break;
            case WireForm.SignedNumber:
                writer.WriteNumber("value", (long)element.Value.Number);
                break;
            case WireForm.Stored:
                break;
            default:
                writer.WriteString("value", element.Value.ToString());
                break;
        }

        writer.WriteEndObject();
    }

    private void Print(Action<Utf8JsonWriter> write)
    {
        bytes.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }
}
