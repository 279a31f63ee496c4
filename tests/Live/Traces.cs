using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>A folder for everything a test starts, and what can be found of it: files, and processes that name it on
/// their command line or in their environment.</summary>
internal sealed class Traces : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    internal string Folder { get; } = Directory.CreateTempSubdirectory("mt-").FullName;

    /// <summary>The processes that hold the folder, and this text on their command line.</summary>
    internal IReadOnlyList<int> Processes(string text = "") => [.. Directory.GetDirectories("/proc")
        .Select(path => path[6..])
        .Where(name => char.IsAsciiDigit(name[0]))
        .Where(name => Words(name).Contains(Folder, StringComparison.Ordinal) && Words(name, "cmdline").Contains(text, StringComparison.Ordinal))
        .Select(name => int.Parse(name, CultureInfo.InvariantCulture))];

    internal static void Signal(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    internal static async Task<bool> Until(Func<bool> reached, TimeSpan patience)
    {
        for (var end = Environment.TickCount64 + patience.TotalMilliseconds; Environment.TickCount64 < end; await Task.Delay(10))
        {
            if (reached())
            {
                return true;
            }
        }

        return reached();
    }

    /// <summary>Within the patience nothing is left but what the test itself put there.</summary>
    internal async Task AssertNothingLeft(params string[] own)
    {
        string[] Files() => [.. Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).OfType<string>().Except(own)];
        await Until(() => Processes().Count == 0 && Files().Length == 0, Patience);
        Assert.Empty(Processes().Select(process => Words($"{process}").Replace('\0', ' ')));
        Assert.Empty(Files());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Words(string process) => Words(process, "cmdline") + Words(process, "environ");

    private static string Words(string process, string kind)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{kind}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
