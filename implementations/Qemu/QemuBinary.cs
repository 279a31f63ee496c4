using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A QEMU that can be started: of the lab, by name (<c>qemu-11.1</c>), or by path.</summary>
public sealed partial record QemuBinary(string Name, string Release, string Version, IReadOnlyList<string> Command) : IImplementation
{
    private const string Prefix = "qemu-";

    public static QemuBinary Find(string name)
    {
        var isName = name.StartsWith(Prefix, StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)
            && !name.StartsWith("qemu-system", StringComparison.Ordinal);
        if (!isName)
        {
            return Probe(name, [name]);
        }

        var release = name[Prefix.Length..];
        var command = Lab.CommandOf(release) ?? throw new BenchException(
            "MIG-ENV-001", $"{name} is not in the lab ({Lab.Folder})", $"migconf lab install {release}, or give the path of a binary");
        return Probe(name, command);
    }

    private static QemuBinary Probe(string name, IReadOnlyList<string> command)
    {
        var output = Ask(name, command);
        var match = VersionLine().Match(output);
        return match.Success
            ? new QemuBinary(name, match.Groups["release"].Value, match.Groups["version"].Value, command)
            : throw new BenchException("MIG-ENV-002", $"{name} is not QEMU: --version says '{output.Trim().Split('\n')[0]}'", "name a qemu-system-x86_64");
    }

    private static string Ask(string name, IReadOnlyList<string> command)
    {
        try
        {
            var start = new ProcessStartInfo(command[0], [.. command.Skip(1), "--version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            };
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var answer = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                process.Kill();
                throw new BenchException("MIG-ENV-002", $"{name} is not QEMU: --version does not end", "name a qemu-system-x86_64");
            }

            return answer.Result;
        }
        catch (Win32Exception error)
        {
            throw new BenchException("MIG-ENV-003", $"{name} cannot be started: {error.Message}", "check the path, or use qemu-RELEASE");
        }
    }

    [GeneratedRegex(@"^QEMU emulator version (?<version>(?<release>\d+\.\d+)[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
