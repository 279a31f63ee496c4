using System.Text.RegularExpressions;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A QEMU that can be started: of the lab, by name (<c>qemu-11.1</c>), or by path.</summary>
public sealed partial record QemuBinary(string Name, string Release, string Version, IReadOnlyList<string> Command) : IImplementation
{
    private const string Prefix = "qemu-";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static QemuBinary Find(string name)
    {
        if (char.IsAsciiDigit(name.FirstOrDefault()) && !name.Contains('/', StringComparison.Ordinal))
        {
            return Find(Prefix + name);
        }

        var isName = name.StartsWith(Prefix, StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)
            && !name.StartsWith("qemu-system", StringComparison.Ordinal);
        if (!isName)
        {
            return Probe(name, [Executable.Find(name)], "name a qemu-system-x86_64");
        }

        var release = name[Prefix.Length..];
        var remedy = $"migconf lab install {release}";
        var command = Lab.CommandOf(release) ?? throw (Lab.KnownReleases.Contains(release)
            ? new BenchException("MIG-ENV-001", $"{name} is not in the lab ({Lab.Folder})", $"{remedy}, or give the path of a binary")
            : Lab.Unknown(release));
        return Probe(name, command, remedy);
    }

    private static QemuBinary Probe(string name, IReadOnlyList<string> command, string remedy)
    {
        using var group = ProcessGroup.Start([.. command, "--version"]);
        var ended = group.Ends(Patience).GetAwaiter().GetResult();
        group.Kill();
        var output = group.Output.Text(TimeSpan.FromSeconds(1)).GetAwaiter().GetResult();
        var match = VersionLine().Match(output);
        return ended && match.Success
            ? new QemuBinary(name, match.Groups["release"].Value, match.Groups["version"].Value, command)
            : throw new BenchException(
                "MIG-ENV-002", $"'{name}' is not QEMU: --version {(ended ? $"says '{Printable.Head(output)}'" : "does not end")}", remedy);
    }

    [GeneratedRegex(@"^QEMU emulator version (?<version>(?<release>\d+\.\d+)[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
