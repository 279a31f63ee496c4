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
            var name = ((YamlScalarNode)key).Value ?? "";
            if (!known.Contains(name))
            {
                throw Error(key, $"unknown key '{name}'", $"known here: {string.Join(", ", known)}");
            }

            entries[name] = value;
        }
    }

    internal IEnumerable<string> Keys => entries.Keys;

    internal YamlNode Node => node;

    internal YamlNode? this[string key] => entries.GetValueOrDefault(key);

    internal YamlNode Need(string key) =>
        this[key] ?? throw Error(node, $"'{key}' is missing", $"add '{key}:'");

    internal string Text(string key) => Scalar(Need(key));

    internal bool Flag(string key, bool otherwise) => this[key] is { } value ? OneOf(value, "true", "false") == "true" : otherwise;

    internal string Choice(string key, params string[] allowed) => this[key] is { } value ? OneOf(value, allowed) : allowed[0];

    internal IReadOnlyList<string> List(string key) => this[key] switch
    {
        null => [],
        YamlSequenceNode sequence => [.. sequence.Children.Select(Scalar)],
        var other => [Scalar(other)],
    };

    internal string Scalar(YamlNode value) =>
        (value as YamlScalarNode)?.Value ?? throw Error(value, "expected a single value", "write a word or a number");

    internal string OneOf(YamlNode value, params string[] allowed) => allowed.Contains(Scalar(value))
        ? Scalar(value)
        : throw Error(value, $"'{Scalar(value)}' is not allowed here", $"allowed: {string.Join(", ", allowed)}");

    internal ScenarioException Error(YamlNode at, string problem, string remedy) => new(file, at.Start.Line, problem, remedy);

    internal static YamlNode Parse(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new ScenarioException(file, 1, "the file is empty", "see scenarios/schema");
        }
        catch (YamlException error)
        {
            throw new ScenarioException(file, error.Start.Line, error.Message, "mend the YAML");
        }
    }
}
