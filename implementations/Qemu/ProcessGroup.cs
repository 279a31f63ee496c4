using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Migconf.Implementations.Qemu;

/// <summary>A program and whatever it starts, in a session of its own: a wrapper script's QEMU ends with the script.</summary>
internal sealed class ProcessGroup : IDisposable
{
    private const int KillSignal = 9;
    private readonly Process leader;

    private ProcessGroup(Process leader)
    {
        this.leader = leader;
        leader.StandardInput.Close();
        Output = new OutputTail(leader.StandardError.BaseStream, leader.StandardOutput.BaseStream);
    }

    internal int Id => leader.Id;

    internal bool HasExited => leader.HasExited;

    /// <summary>The leader's exit code; a signal as its negative number, be it told by the kernel or by a shell.</summary>
    internal int ExitCode => leader.ExitCode > 128 ? 128 - leader.ExitCode : leader.ExitCode;

    internal OutputTail Output { get; }

    /// <summary>Starts the command; with a folder, marked as belonging to it, and only while the folder is there.</summary>
    internal static ProcessGroup Start(IReadOnlyList<string> command, PrivateDirectory? folder = null)
    {
        var words = folder is null
            ? command
            : ["sh", "-c", $"[ -d \"${PrivateDirectory.Mark}\" ] || exit 1; exec \"$@\"", "sh", .. command];
        var start = new ProcessStartInfo("setsid", words)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment[PrivateDirectory.Mark] = folder?.Path;
        return new ProcessGroup(Process.Start(start)!);
    }

    internal void Kill()
    {
        // Whatever the leader left behind is in the group still; a leader that is not yet in its session has started nothing.
        _ = SendSignal(-leader.Id, KillSignal);
        if (!leader.HasExited)
        {
            leader.Kill();
        }
    }

    /// <summary>Whether the leader ends within the time.</summary>
    internal async Task<bool> Ends(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await leader.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A process of the group that someone stopped (SIGSTOP), or null.</summary>
    internal int? Stopped()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[6])))
        {
            // PID (NAME) STATE PARENT GROUP ...; the name may hold anything.
            var fields = Stat(folder) is { } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
            if (fields is ["T", _, var group, ..] && int.Parse(group, CultureInfo.InvariantCulture) == leader.Id)
            {
                return int.Parse(folder[6..], CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    public void Dispose()
    {
        leader.StandardError.Dispose();
        leader.StandardOutput.Dispose();
        leader.Dispose();
    }

    private static string? Stat(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/stat");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
