using System.Net.Sockets;
using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>What came of giving a stream to a real QEMU.</summary>
/// <param name="Loaded">Whether its status became <c>completed</c>.</param>
/// <param name="Words">Its status, or what it said when it gave up.</param>
public sealed record LoadOutcome(bool Loaded, string Words);

/// <summary>Takes the stream of a real QEMU, and gives a stream to one. The guest does not run.</summary>
public static class StreamTransfer
{
    private const string MappedRam = "mapped-ram";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly string[] Ends = ["completed", "failed"];

    /// <summary>Writes what a QEMU sends into a file.</summary>
    /// <param name="binary">Which QEMU.</param>
    /// <param name="options">Its machine and devices.</param>
    /// <param name="capabilities">Migration capabilities to switch on.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>Whether the migration completed, and its status.</returns>
    public static async Task<LoadOutcome> Capture(
        QemuBinary binary, IReadOnlyList<string> options, IReadOnlyList<string> capabilities, string path, CancellationToken cancel)
    {
        await using var session = await QemuSession.StartWith(binary, options, Side.Source, cancel);
        await Switch(session, capabilities, cancel);
        if (capabilities.Contains(MappedRam))
        {
            return await Send(session, $"file:{Path.GetFullPath(path)}", cancel);
        }

        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var address = session.File("stream");
        listener.Bind(new UnixDomainSocketEndPoint(address));
        listener.Listen();
        using var link = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var receiving = Receive(listener, path, link.Token);
        var outcome = await Send(session, $"unix:{address}", cancel);
        if (!outcome.Loaded)
        {
            await link.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return outcome;
        }

        await receiving;
        return outcome;
    }

    /// <summary>Gives a file to a QEMU.</summary>
    /// <param name="binary">Which QEMU.</param>
    /// <param name="options">Its machine and devices: those of the source.</param>
    /// <param name="capabilities">Migration capabilities to switch on.</param>
    /// <param name="path">The stream.</param>
    /// <param name="cancel">Ends it early.</param>
    public static async Task<LoadOutcome> Load(
        QemuBinary binary, IReadOnlyList<string> options, IReadOnlyList<string> capabilities, string path, CancellationToken cancel)
    {
        var session = await QemuSession.StartWith(binary, [.. options, "-incoming", "defer"], Side.Destination, cancel);
        try
        {
            await Switch(session, capabilities, cancel);
            var address = session.File("stream");
            var isMapped = capabilities.Contains(MappedRam);
            await Ask(session, "migrate-incoming", new JsonObject { ["uri"] = isMapped ? $"file:{Path.GetFullPath(path)}" : $"unix:{address}" }, cancel);
            if (!isMapped)
            {
                await Give(path, address, cancel);
            }

            return await End(session, cancel);
        }
        catch (BenchException gone) when (gone.Id == "MIG-ENV-018")
        {
            return new(false, string.Join(' ', session.Remarks.DefaultIfEmpty(gone.Message)));
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    private static async Task<LoadOutcome> Send(QemuSession session, string uri, CancellationToken cancel)
    {
        await Ask(session, "migrate", new JsonObject { ["uri"] = uri }, cancel);
        return await End(session, cancel);
    }

    private static Task Switch(QemuSession session, IReadOnlyList<string> capabilities, CancellationToken cancel)
    {
        var states = capabilities.Select(name => new JsonObject { ["capability"] = name, ["state"] = true });
        return capabilities.Count == 0
            ? Task.CompletedTask
            : Ask(session, "migrate-set-capabilities", new JsonObject { ["capabilities"] = new JsonArray([.. states]) }, cancel);
    }

    private static async Task<LoadOutcome> End(QemuSession session, CancellationToken cancel)
    {
        while (true)
        {
            var reply = (await Ask(session, "query-migrate", [], cancel)).AsObject();
            if (reply["status"]?.GetValue<string>() is { } status && Ends.Contains(status))
            {
                return new(status == Ends[0], reply["error-desc"]?.GetValue<string>() ?? status);
            }

            await Task.Delay(Pause, cancel);
        }
    }

    private static async Task<JsonNode> Ask(QemuSession session, string command, JsonObject arguments, CancellationToken cancel)
    {
        var reply = await session.Ask(command, arguments, cancel);
        return reply["return"] ?? throw new BenchException(
            "MIG-ENV-020", $"QEMU refuses {command} {arguments.ToJsonString()}: {reply["error"]?["desc"]}", "mend the options or capabilities");
    }

    private static async Task Receive(Socket listener, string path, CancellationToken cancel)
    {
        using var peer = await listener.AcceptAsync(cancel);
        await using var from = new NetworkStream(peer);
        await using var to = File.Create(path);
        await from.CopyToAsync(to, cancel);
    }

    private static async Task Give(string path, string address, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancel);
        await using var to = new NetworkStream(socket);
        await using var from = File.OpenRead(path);
        try
        {
            await from.CopyToAsync(to, cancel);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // The destination gave up before it had all; its own words say why.
        }
    }
}
