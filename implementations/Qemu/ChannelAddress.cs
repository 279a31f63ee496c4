using System.Text.Json.Nodes;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A channel of a migration as QEMU is told of it.</summary>
internal static class ChannelAddress
{
    /// <param name="type">What it carries: <c>main</c> or <c>cpr</c> (memory that is handed over).</param>
    /// <param name="path">Its unix socket.</param>
    internal static JsonObject Of(string type, string path) => new()
    {
        ["channel-type"] = type,
        ["addr"] = new JsonObject { ["transport"] = "socket", ["type"] = "unix", ["path"] = path },
    };

    /// <summary>Waits until somebody listens at a unix socket, without connecting to it.</summary>
    internal static async Task Listening(string path, TimeSpan patience, CancellationToken cancel)
    {
        // Number, references, protocol, flags, type, state, inode, path; the flag is that of a listener.
        const string Listens = "00010000";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            while (!(await File.ReadAllLinesAsync("/proc/net/unix", limit.Token)).Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is
                [_, _, _, Listens, .. var _, var bound] && bound == path))
            {
                await Task.Delay(5, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException("MIG-ENV-008", $"nobody listens at {path} within {patience.TotalSeconds:0.#} s", "run the command line by hand and see what it waits for");
        }
    }
}
