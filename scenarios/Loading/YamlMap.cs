using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Migconf.Scenarios.Loading;

/// <summary>A YAML mapping whose every key must be known; whoever reads it is told the line of what is wrong.</summary>
internal sealed class YamlMap
{
    private readonly string file;
    private readonly Dictionary<string, YamlNode> entries = [];
    private readonly YamlNode node;

    internal YamlMap(string file, YamlNode node, params string[] known)
    {
        this.file = file;
        this.node = node;
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, "expected a mapping", $"write keys and values: {string.Join(", ", known)}");
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? throw Error(key, "a key is a single word", $"known here: {string.Join(", ", known)}");
            if (!known.Contains(name))
            {
                throw Error(key, $"unknown key '{name}'", $"known here: {string.Join(", ", known)}");
            }

            entries[name] = value;
        }
    }

    internal YamlNode? this[string key] => entries.GetValueOrDefault(key);

    internal YamlNode Need(string key) =>
        this[key] ?? throw Error(node, $"'{key}' is missing", $"add '{key}:'");

    /// <summary>The only key of a mapping that must have just one.</summary>
    internal string Single(string problem, string remedy) =>
        entries.Count == 1 ? entries.Keys.Single() : throw Error(node, problem, remedy);

    internal bool Flag(string key, bool otherwise) => this[key] switch
    {
        null => otherwise,
        var value when Json(value) is { } json && json.TryGetValue<bool>(out var flag) => flag,
        var value => throw Error(value, $"'{value}' is not allowed here", "allowed: true, false"),
    };

    internal string Choice(string key, params string[] allowed) => this[key] is { } value ? OneOf(value, allowed) : allowed[0];

    internal IReadOnlyList<string> List(string key) => this[key] switch
    {
        null => [],
        YamlSequenceNode sequence => [.. sequence.Children.Select(Text)],
        var other => [Text(other)],
    };

    /// <summary>A value that is text; a number or a flag must be put in quotes to be that.</summary>
    internal string Text(YamlNode value) => Json(value) is { } json && json.TryGetValue<string>(out var text) && text.Length > 0
        ? text
        : throw Error(value, value is YamlScalarNode ? $"'{value}' is no text" : "expected a single value", "write text, in quotes where it looks like a number");

    internal string OneOf(YamlNode value, params string[] allowed) => Text(value) is var text && allowed.Contains(text)
        ? text
        : throw Error(value, $"'{text}' is not allowed here", $"allowed: {string.Join(", ", allowed)}");

    /// <summary>Refuses every version of the format but one.</summary>
    internal void Version(string key, long only)
    {
        var value = Need(key);
        if (Json(value) is not { } json || !json.TryGetValue<long>(out var version) || version != only)
        {
            throw Error(value, $"'{value}' is not allowed here", $"this tool reads version {only}");
        }
    }

    internal ScenarioException Error(YamlNode at, string problem, string remedy) => new(file, at.Start.Line, problem, remedy);

    internal static YamlNode Parse(string file, string text)
    {
        var scanner = new Scanner(new StringReader(text));
        try
        {
            var stream = new YamlStream();
            stream.Load(new Parser(scanner));
            return stream.Documents.Count switch
            {
                1 => stream.Documents[0].RootNode,
                0 => throw new ScenarioException(file, 1, "the file is empty", "migconf schema scenario"),
                _ => throw new ScenarioException(
                    file, stream.Documents[1].RootNode.Start.Line, "a second document begins", "write one scenario a file"),
            };
        }
        catch (YamlException error)
        {
            throw Tabbed(file, text) ?? new ScenarioException(file, error.Start.Line, error.Message, "mend the YAML");
        }
        catch (InvalidOperationException)
        {
            // What the scanner throws where it must begin a word with what cannot begin one.
            throw new ScenarioException(file, scanner.CurrentPosition.Line, "the line cannot be read on from the one before", "close each '{', '[' and quote before the next line begins");
        }
    }

    /// <summary>What a parser says of a line that begins with a tab names another line; null: there is none.</summary>
    private static ScenarioException? Tabbed(string file, string text)
    {
        var at = text.Split('\n').ToList().FindIndex(line => line.TrimStart(' ').StartsWith('\t') && line.Trim().Length > 0);
        return at < 0 ? null : new(file, at + 1, "the line is indented with a tab", "YAML indents with spaces only: write spaces for each tab");
    }

    private static JsonValue? Json(YamlNode value) => value is YamlScalarNode ? YamlJson.Convert(value) as JsonValue : null;
}
