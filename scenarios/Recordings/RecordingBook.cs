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

    public static IReadOnlyList<(string Name, Recording Recording)> Load(string path)
    {
        var files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : Enumerable.Repeat(path, 1);
        return [.. files.Select(file => (file, RecordingFile.Read(file, File.ReadAllText(file))))];
    }
}
