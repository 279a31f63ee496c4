namespace Migconf.Tests;

/// <summary>A file that is gone when the test is.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("migconf-test-");

    internal TemporaryFile(string name, string text)
    {
        Path = System.IO.Path.Combine(folder.FullName, name);
        File.WriteAllText(Path, text);
    }

    internal string Path { get; }

    internal string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
