using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Migconf.Devices.Loading;

/// <summary>A YAML mapping whose every key must be known; whoever reads it is told the line of what is wrong.</summary>
internal sealed class YamlEntries
{
    private readonly string file;
    private readonly Dictionary<string, YamlNode> entries = [];

    internal YamlEntries(string file, YamlNode node, params string[] known)
    {
        (this.file, Node) = (file, node);
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, "expected a mapping", $"write keys and values: {string.Join(", ", known)}");
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? throw Error(key, "a key is a single word", $"known here: {string.Join(", ", known)}");
            entries[name] = known.Length == 0 || known.Contains(name)
                ? value
                : throw Error(key, $"unknown key '{name}'", $"known here: {string.Join(", ", known)}");
        }
    }

    internal YamlNode Node { get; }

    internal IReadOnlyDictionary<string, YamlNode> All => entries;

    internal YamlNode? this[string key] => entries.GetValueOrDefault(key);

    internal YamlNode Need(string key) => this[key] ?? throw Error(Node, $"'{key}' is missing", $"add '{key}:'");

    /// <summary>Those of the keys that are there; more than one is an error.</summary>
    internal string? AtMostOne(params string[] keys)
    {
        var there = keys.Where(entries.ContainsKey).ToList();
        return there.Count < 2 ? there.FirstOrDefault() : throw Error(Node, $"'{there[0]}' and '{there[1]}' exclude each other", "take one away");
    }

    internal string Text(string key) => TextOf(Need(key));

    internal string? OptionalText(string key) => this[key] is { } value ? TextOf(value) : null;

    /// <summary>Text; what looks like a number or a flag must be in quotes.</summary>
    internal string TextOf(YamlNode value) => value is YamlScalarNode { Value: { Length: > 0 } text } scalar
        && (scalar.Style != ScalarStyle.Plain || !LooksLikeOther(text))
            ? text
            : throw Error(value, $"'{value}' is no text", "write text, in quotes where it looks like a number");

    internal Int128? OptionalNumber(string key, Int128 low, Int128 high) => this[key] is { } value ? NumberOf(value, low, high) : null;

    internal int Number(string key, int otherwise, int low, int high) => (int)(OptionalNumber(key, low, high) ?? otherwise);

    internal Int128 NumberOf(YamlNode value, Int128 low, Int128 high) => value is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text }
        && Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw Error(value, $"'{value}' is not allowed here", $"a whole number from {low} to {high}");

    internal bool Flag(string key) => this[key] switch
    {
        null => false,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => true,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => false,
        var value => throw Error(value, $"'{value}' is not allowed here", "allowed: true, false"),
    };

    internal IReadOnlyList<YamlNode> List(string key) => this[key] switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children],
        var other => throw Error(other, "expected a list", $"write '{key}: [ ... ]'"),
    };

    internal string OneOf(YamlNode value, params string[] allowed) => OneOf(value, allowed, "");

    /// <param name="value">The text.</param>
    /// <param name="allowed">What it may be.</param>
    /// <param name="advice">What else the remedy says.</param>
    internal string OneOf(YamlNode value, IReadOnlyCollection<string> allowed, string advice) => TextOf(value) is var text && allowed.Contains(text)
        ? text
        : throw Error(value, $"'{text}' is not allowed here", $"allowed: {string.Join(", ", allowed)}{advice}");

    internal HistoryException Error(YamlNode at, string problem, string remedy) => new(file, at.Start.Line, problem, remedy);

    internal static YamlNode Parse(string file, string text)
    {
        var scanner = new Scanner(new StringReader(text));
        try
        {
            var stream = new YamlStream();
            stream.Load(new Parser(scanner));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode
                : throw new HistoryException(file, 1, $"{stream.Documents.Count} documents", "write one history a file");
        }
        catch (YamlException error)
        {
            throw (error.Message.Contains(" tab", StringComparison.Ordinal) ? Tabbed(file, text) : null) ?? new HistoryException(file, error.Start.Line, error.Message, "mend the YAML");
        }
        catch (InvalidOperationException)
        {
            // What the scanner throws where it must begin a word with what cannot begin one.
            throw new HistoryException(file, scanner.CurrentPosition.Line, "the line cannot be read on from the one before", "close each '{', '[' and quote before the next line begins");
        }
    }

    /// <summary>The first line that begins with a tab, when there is one: parsers name another line, or none.</summary>
    private static HistoryException? Tabbed(string file, string text)
    {
        var line = Array.FindIndex(text.Split('\n'), one => one.TakeWhile(char.IsWhiteSpace).Contains('\t') && !string.IsNullOrWhiteSpace(one));
        return line < 0 ? null : new(file, line + 1, "the line is indented with a tab", "YAML indents with spaces only: write spaces for each tab");
    }

    private static bool LooksLikeOther(string text) => text is "true" or "false" or "null" or "~"
        || double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
}
