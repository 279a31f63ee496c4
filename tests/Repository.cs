namespace Migconf.Tests;

/// <summary>The source tree the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["bin", "obj", "out", ".git", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static string Root { get; } = Find(AppContext.BaseDirectory);

    internal static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>Source files by their path below the root, with <c>/</c>.</summary>
    internal static IEnumerable<(string Name, string Text)> Files(params string[] extensions) =>
        Walk(Root).Where(file => extensions.Contains(System.IO.Path.GetExtension(file)))
            .Select(file => (System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);

    private static IEnumerable<string> Walk(string folder) => Directory.GetFiles(folder).Concat(
        Directory.GetDirectories(folder).Where(one => !Built.Contains(System.IO.Path.GetFileName(one))).SelectMany(Walk));

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Conformance.sln")) ? folder : Find(Directory.GetParent(folder)!.FullName);
}
