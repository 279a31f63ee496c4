using System.Diagnostics;

namespace Migconf.Implementations.Qemu;

/// <summary>A folder for sockets and pid files, with a reaper beside it: a shell that waits for the end of this
/// process, however it comes, and then ends what still runs out of the folder and removes it.</summary>
internal sealed class PrivateDirectory : IDisposable
{
    /// <summary>Renaming comes first, so that a process on its way to starting finds no place for its pid file.</summary>
    private const string Reap =
        """
        d=$1
        while read -r line; do :; done
        mv "$d" "$d.dead" 2>/dev/null || exit 0
        for f in "$d.dead"/*.pid; do
          [ -e "$f" ] || continue
          p=$(cat "$f")
          grep -qF "$d" "/proc/$p/cmdline" 2>/dev/null && kill -9 "$p" 2>/dev/null
        done
        rm -rf "$d.dead"
        """;

    private readonly Process reaper;

    internal PrivateDirectory()
    {
        Path = Directory.CreateTempSubdirectory("migconf-").FullName;
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
    }
}
