using System.Text;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>The file behind the program a user named; what is wrong with it is said before anything starts.</summary>
internal static class Executable
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    internal static string Find(string name)
    {
        var path = name.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(name) : OnSearchPath(name);
        if (path is null || !Path.Exists(path))
        {
            throw new BenchException(
                "MIG-USAGE-004", $"'{name}' cannot be started: {(path is null ? "no folder of PATH has it" : "there is no such file")}", "check the path, or use qemu-RELEASE");
        }

        return Fault(path) is not { } fault
            ? path
            : throw new BenchException("MIG-ENV-003", $"'{name}' cannot be started: {fault}", "check the path, or use qemu-RELEASE");
    }

    private static string? OnSearchPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.GetFullPath(Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private static string? Fault(string path)
    {
        if (Directory.Exists(path))
        {
            return "it is a folder";
        }

        if ((File.GetUnixFileMode(path) & AnyExecute) == 0)
        {
            return "it is not executable";
        }

        return IsProgram(path) ? null : "it is neither a program nor a script";
    }

    /// <summary>Starts like an ELF file or a script. A file that may be run but not read gets the benefit of the doubt.</summary>
    private static bool IsProgram(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[4];
            var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var text = Encoding.Latin1.GetString(head, 0, length);
            return text == "\u007fELF" || text.StartsWith("#!", StringComparison.Ordinal);
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
