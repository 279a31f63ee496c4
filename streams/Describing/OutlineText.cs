using Migconf.Streams.Bytes;

namespace Migconf.Streams.Describing;

/// <summary>Writes an outline as lines: offset and length in bytes, path, and what is there.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="fields">Whether every field gets a line of its own.</param>
public sealed class OutlineText(TextWriter output, bool fields)
{
    private const int Longest = 100;

    /// <summary>Writes an entry.</summary>
    public void Write(OutlineEntry entry)
    {
        var indent = new string(' ', entry.Path.Length == 0 || IsHead(entry) ? 0 : 2);
        output.WriteLine($"{entry.Offset,12} {entry.Length,12}  {indent}{Title(entry)}{entry.Summary}");
        if (!fields)
        {
            return;
        }

        foreach (var element in entry.Elements)
        {
            output.WriteLine($"{element.Offset,12} {element.Length,12}      {element.Path}  {element.Type}  {Short(element.Value)}");
        }
    }

    private static bool IsHead(OutlineEntry entry) => entry.Kind is "section" or "header" or "configuration" or "description" or "command";

    private static string Title(OutlineEntry entry) => entry.Kind == "section" ? $"{entry.Path}  " : $"{entry.Kind}  ";

    private static string Short(WireValue value)
    {
        if (value.Form == WireForm.Raw && 3 * value.Length > Longest)
        {
            var head = WireValue.Bytes(value.Raw[..(Longest / 3)].ToArray());
            return $"{head} … {value.Length} bytes";
        }

        return value.ToString();
    }
}
