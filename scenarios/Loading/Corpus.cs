using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Loading;

/// <summary>The scenarios that come with the suite, and folders of others.</summary>
public static class Corpus
{
    private const string Prefix = "corpus/";

    public static IReadOnlyList<Scenario> Embedded()
    {
        var assembly = typeof(Corpus).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return ScenarioFile.Load(Path.ChangeExtension(name[Prefix.Length..], null), name, reader.ReadToEnd());
            })];
    }

    /// <summary>A file, or all below a folder.</summary>
    public static IReadOnlyList<Scenario> Load(string path)
    {
        if (!Path.Exists(path))
        {
            throw new ScenarioException(path, 0, "no such file or folder", "check the path, or leave it out for the corpus");
        }

        var files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : Enumerable.Repeat(path, 1);
        var root = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        return [.. files.Select(file => ScenarioFile.Load(
            Path.ChangeExtension(Path.GetRelativePath(root, file), null), file, File.ReadAllText(file)))];
    }
}
