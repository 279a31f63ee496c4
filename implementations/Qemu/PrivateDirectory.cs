using System.Diagnostics;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A folder for sockets, with a reaper beside it: a shell that waits for the end of this process, however it
/// comes, then ends every process marked with the folder and removes it.</summary>
internal sealed class PrivateDirectory : IDisposable
{
    /// <summary>The environment variable that marks a process, and all it starts, as belonging to a folder.</summary>
    internal const string Mark = "MIGCONF_DIRECTORY";

    /// <summary>The address of a Unix socket has 108 bytes, one of them the end.</summary>
    private const int LongestPath = 107 - 20;

    /// <summary>Renaming comes first, so that a process on its way to starting finds no folder and ends by itself.</summary>
    private const string Reap =
        $$"""
        d=$1
        while read -r line; do :; done
        mv "$d" "$d.dead" 2>/dev/null
        n=0
        while [ $n -lt 50 ]; do
          found=
          for e in $(grep -lszxF "{{Mark}}=$d" /proc/[0-9]*/environ); do
            p=${e#/proc/}
            kill -9 "${p%/environ}" 2>/dev/null && found=1
          done
          [ -n "$found" ] || break
          n=$((n + 1))
          sleep 0.1
        done
        rm -rf "$d.dead"
        """;

    private readonly Process reaper;

    internal PrivateDirectory(string parent)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), $"migconf-{System.IO.Path.GetRandomFileName()[..8]}");
        if (Path.Length > LongestPath)
        {
            throw Unusable(parent, "its name is too long for the addresses of sockets");
        }

        if (!Directory.Exists(parent))
        {
            throw Unusable(parent, "there is no such folder");
        }

        try
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(parent, error.Message);
        }

        reaper = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Reap, "sh", Path])
        {
            RedirectStandardInput = true,
        })!;
    }

    internal string Path { get; }

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        reaper.StandardInput.Close();
        reaper.WaitForExit(TimeSpan.FromSeconds(10));
        reaper.Dispose();
        if (Directory.Exists(Path))
        {
            // Someone ended the reaper.
            Directory.Delete(Path, recursive: true);
        }
    }

    private static BenchException Unusable(string parent, string reason) =>
        new("MIG-ENV-014", $"no private folder can be made in {parent}: {reason}", "set TMPDIR to a folder that you may write to and whose path is short");
}
