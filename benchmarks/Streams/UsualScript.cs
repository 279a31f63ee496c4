using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;

namespace Migconf.Benchmarks.Streams;

/// <summary>analyze-migration.py, the script that people read streams with. It is taken out of QEMU's source package on the machine's
/// Debian mirror once, and kept beside the lab.</summary>
internal static class UsualScript
{
    private const string Name = "analyze-migration.py";
    private const string Suite = "trixie";

    /// <summary>Where it is.</summary>
    /// <returns>Null, after a word of why, when it cannot be had.</returns>
    internal static string? Find(TextWriter progress)
    {
        var path = Path.Combine(Lab.Folder, "scripts", Name);
        try
        {
            ProcessRun.Of("python3", "--version");
            if (!File.Exists(path))
            {
                progress.WriteLine($"{Name}: taken from the source package of qemu in {Suite}, about 40 MB, once");
                Fetch(path);
            }

            return path;
        }
        catch (Exception wrong) when (wrong is BenchException or IOException)
        {
            progress.WriteLine($"without {Name}: {wrong.Message}");
            return null;
        }
    }

    /// <summary>With lists of its own: the machine's are left as they are.</summary>
    private static void Fetch(string path)
    {
        var folder = Directory.CreateTempSubdirectory("migconf-script-");
        try
        {
            var (lists, state, cache) = (In(folder, "sources.list"), In(folder, "state"), In(folder, "cache"));
            File.WriteAllText(lists, $"deb-src {Lab.Mirror()} {Suite} main\n");
            Directory.CreateDirectory(In(folder, "state/lists/partial"));
            Directory.CreateDirectory(In(folder, "cache/archives/partial"));
            string[] apt =
            [
                "-q", "-o", $"Dir::Etc::sourcelist={lists}", "-o", "Dir::Etc::sourceparts=/dev/null", "-o", $"Dir::State={state}", "-o", $"Dir::Cache={cache}",
                "-o", "Dir::State::status=/dev/null",
            ];
            ProcessRun.Of("apt-get", [.. apt, "update"]);
            ProcessRun.In(folder.FullName, "apt-get", [.. apt, "source", "--download-only", "--tar-only", "qemu"]);
            var package = folder.GetFiles("qemu_*.orig.tar.*").Single().FullName;
            ProcessRun.In(folder.FullName, "tar", "--extract", "--file", package, "--strip-components=2", "--wildcards", $"*/scripts/{Name}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(In(folder, Name), path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string In(DirectoryInfo folder, string name) => Path.Combine(folder.FullName, name);
}
