using System.Diagnostics;
using System.Text.RegularExpressions;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>Real QEMU releases in a cache folder, taken from the Debian suites that carry them (facts: lab).</summary>
public static partial class Lab
{
    private static readonly Dictionary<string, (string Suite, bool Backports)> Suites = new()
    {
        ["5.2"] = ("bullseye", false),
        ["7.2"] = ("bookworm", false),
        ["10.0"] = ("trixie", false),
        ["11.1"] = ("trixie", true),
    };

    public static IEnumerable<string> KnownReleases => Suites.Keys;

    /// <summary>MIGCONF_LAB, else the user's cache folder.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("MIGCONF_LAB") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "migconf",
            "lab");

    public static IReadOnlyList<string> Installed() =>
        [.. Suites.Keys.Where(release => Missing(Path.Combine(Folder, release)) is null)];

    /// <summary>The words that start a release's QEMU, or null when it is not installed. A damaged one is refused.</summary>
    public static IReadOnlyList<string>? CommandOf(string release)
    {
        var root = Path.Combine(Folder, release);
        if (!Directory.Exists(root))
        {
            return null;
        }

        if (Missing(root) is { } missing)
        {
            throw new BenchException("MIG-ENV-015", $"qemu-{release} of the lab is damaged: {missing} is missing", $"migconf lab install {release}");
        }

        var libraries = new[] { "usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu/pulseaudio" };
        return
        [
            "env", $"QEMU_MODULE_DIR={Modules.FolderOf(root)}",
            LoaderIn(root),
            "--library-path", string.Join(':', libraries.Select(folder => Path.Combine(root, folder))),
            BinaryIn(root),
            "-L", Path.Combine(root, "usr/share/qemu"),
            "-L", Path.Combine(root, "usr/share/seabios"),
        ];
    }

    /// <summary>Neither is it in the folder, nor is there where it could be taken from.</summary>
    internal static BenchException Unknown(string release) =>
        new("MIG-USAGE-005", $"the lab knows no release {release}", $"known: {string.Join(", ", KnownReleases)}; or give the path of a binary");

    public static void Install(string release, TextWriter progress)
    {
        if (!Suites.TryGetValue(release, out var suite))
        {
            throw Unknown(release);
        }

        Directory.CreateDirectory(Folder);
        var target = Path.Combine(Folder, release);
        var staging = $"{target}.new";
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        progress.WriteLine($"qemu-{release}: unpacking from {suite.Suite}{(suite.Backports ? "-backports" : "")}");
        Run(Arguments(suite.Suite, suite.Backports, staging));
        foreach (var folder in new[] { "lib", "lib64", "bin", "sbin" })
        {
            var link = Path.Combine(staging, folder);
            if (!Path.Exists(link) && Directory.Exists(Path.Combine(staging, "usr", folder)))
            {
                File.CreateSymbolicLink(link, Path.Combine("usr", folder));
            }
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Move(staging, target);
        progress.WriteLine($"qemu-{release}: installed");
    }

    private static List<string> Arguments(string suite, bool backports, string target)
    {
        var mirror = Mirror();
        var arguments = new List<string>
        {
            "--variant=extract", "--include=qemu-system-x86", "--aptopt=APT::Install-Recommends \"false\"",
        };
        if (backports)
        {
            arguments.Add($"--aptopt=APT::Default-Release \"{suite}-backports\"");
        }

        arguments.AddRange([suite, target, $"deb {mirror} {suite} main"]);
        if (backports)
        {
            arguments.Add($"deb {mirror} {suite}-backports main");
        }

        return arguments;
    }

    /// <summary>Whatever Debian mirror the machine itself uses.</summary>
    /// <exception cref="BenchException">It has none.</exception>
    public static string Mirror()
    {
        var files = Directory.Exists("/etc/apt/sources.list.d") ? Directory.GetFiles("/etc/apt/sources.list.d") : [];
        foreach (var file in files.Append("/etc/apt/sources.list").Where(File.Exists).Order(StringComparer.Ordinal))
        {
            foreach (Match match in MirrorLine().Matches(File.ReadAllText(file)))
            {
                return match.Groups["uri"].Value;
            }
        }

        throw new BenchException("MIG-ENV-005", "no Debian mirror is configured on this machine", "name a binary by its path instead");
    }

    [GeneratedRegex(@"^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(?<uri>\S+/debian/?)(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex MirrorLine();

    private static void Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("mmdebstrap", arguments) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var log = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new BenchException("MIG-ENV-006", $"mmdebstrap failed:\n{log[^Math.Min(log.Length, 2000)..]}", "mend what it says and try again");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchException("MIG-ENV-007", "mmdebstrap is not installed", "apt-get install mmdebstrap");
        }
    }

    private static string? Missing(string root) => new[] { BinaryIn(root), LoaderIn(root) }.FirstOrDefault(file => !File.Exists(file));

    private static string BinaryIn(string root) => Path.Combine(root, "usr/bin/qemu-system-x86_64");

    private static string LoaderIn(string root)
    {
        var old = Path.Combine(root, "lib/x86_64-linux-gnu/ld-2.31.so");
        return File.Exists(old) ? old : Path.Combine(root, "lib64/ld-linux-x86-64.so.2");
    }
}
