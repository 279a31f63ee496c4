using Migconf.Scenarios.Loading;

namespace Migconf.Scenarios.Recordings;

/// <summary>The recordings of real runs that come with the suite, and folders of others.</summary>
public static class RecordingBook
{
    private const string Prefix = "recordings/";

    public static IReadOnlyList<(string Name, Recording Recording)> Embedded()
    {
        var assembly = typeof(RecordingBook).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return (name[Prefix.Length..], RecordingFile.Read(name, reader.ReadToEnd()));
            })];
    }

    /// <summary>A file, all below a folder, or one that comes with the suite, by its name.</summary>
    public static IReadOnlyList<(string Name, Recording Recording)> Load(string path)
    {
        if (!Path.Exists(path))
        {
            var embedded = Embedded().Where(one => one.Name == path).ToList();
            return embedded.Count > 0
                ? embedded
                : throw new ScenarioException(path, 0, "no such file, folder, or recording of the suite", "check the path");
        }

        var files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : Enumerable.Repeat(path, 1);
        return [.. files.Select(file => (file, RecordingFile.Read(file, File.ReadAllText(file))))];
    }
}
