using System.Net.Sockets;
using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>How taking a stream from a real QEMU, or giving one to it, ended.</summary>
public enum TransferEnd
{
    /// <summary>Its status became <c>completed</c>.</summary>
    Completed,

    /// <summary>It refused: its status became <c>failed</c>, or the process ended with an exit code.</summary>
    Refused,

    /// <summary>A signal ended the process: a segmentation fault, an assertion.</summary>
    Crashed,

    /// <summary>It neither completed nor failed in half a minute.</summary>
    Hung,
}

/// <summary>What came of taking a stream from a real QEMU, or giving one to it.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Words">Its status, or what it said when it gave up.</param>
/// <param name="Printed">What the process printed last; empty while it lives.</param>
/// <param name="ExitCode">Of a process that ended; a signal as its negative number.</param>
public sealed record LoadOutcome(TransferEnd End, string Words, string Printed = "", int ExitCode = 0)
{
    /// <summary>Whether its status became <c>completed</c>.</summary>
    public bool Loaded => End == TransferEnd.Completed;
}

/// <summary>Takes the stream of a real QEMU, and gives a stream to one. The guest does not run.</summary>
public static class StreamTransfer
{
    private const string MappedRam = "mapped-ram";

    /// <summary>A load takes tens of milliseconds; this ends one that never does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly string[] Ends = ["completed", "failed"];

    /// <summary>Writes what a QEMU sends into a file.</summary>
    /// <param name="binary">Which QEMU.</param>
    /// <param name="options">Its machine and devices.</param>
    /// <param name="capabilities">Migration capabilities to switch on.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <param name="pci">Given the answer to <c>query-pci</c>; without it nobody asks.</param>
    /// <returns>Whether the migration completed, and its status.</returns>
    public static async Task<LoadOutcome> Capture(
        QemuBinary binary, IReadOnlyList<string> options, IReadOnlyList<string> capabilities, string path, CancellationToken cancel, Action<JsonNode>? pci = null)
    {
        await using var session = await QemuSession.StartWith(binary, options, Side.Source, cancel);
        pci?.Invoke(await Ask(session, "query-pci", [], cancel));
        await Switch(session, capabilities, cancel);
        return capabilities.Contains(MappedRam)
            ? await Send(session, $"file:{Path.GetFullPath(path)}", cancel)
            : await Take(session, path, cancel);
    }

    /// <summary>Lets a QEMU send over a socket, into a file.</summary>
    private static async Task<LoadOutcome> Take(QemuSession session, string path, CancellationToken cancel)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var address = session.File("outgoing");
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
    /// <param name="back">Where to put what the QEMU would send on, once it has loaded; there is no file when it would send nothing.</param>
    public static async Task<LoadOutcome> Load(
        QemuBinary binary, IReadOnlyList<string> options, IReadOnlyList<string> capabilities, string path, CancellationToken cancel, string? back = null)
    {
        var session = await QemuSession.StartWith(binary, [.. options, "-incoming", "defer"], Side.Destination, cancel);
        try
        {
            // What fails before the first answer is the command line, not the stream.
            await Ask(session, "query-status", [], cancel);
            await Switch(session, capabilities, cancel);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        try
        {
            var address = session.File("stream");
            var isMapped = capabilities.Contains(MappedRam);
            await Ask(session, "migrate-incoming", new JsonObject { ["uri"] = isMapped ? $"file:{Path.GetFullPath(path)}" : $"unix:{address}" }, cancel);
            if (!isMapped)
            {
                await Give(path, address, cancel);
            }

            var loaded = await End(session, cancel);
            if (loaded.Loaded && back is not null)
            {
                await SendOn(session, back, cancel);
            }

            return loaded;
        }
        catch (QemuEndedException gone)
        {
            var end = gone.ExitCode < 0 ? TransferEnd.Crashed : TransferEnd.Refused;
            var how = end == TransferEnd.Crashed ? $"ended by signal {-gone.ExitCode}" : $"exit code {gone.ExitCode}";
            return new(end, $"{how}: {gone.Printed}", gone.Printed, gone.ExitCode);
        }
        catch (BenchException silent) when (silent.Id == "MIG-ENV-019")
        {
            return new(TransferEnd.Hung, silent.Message);
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    /// <summary>What was loaded goes out again; where that is refused, there is no file.</summary>
    private static async Task SendOn(QemuSession session, string back, CancellationToken cancel)
    {
        if (!(await Take(session, back, cancel)).Loaded)
        {
            File.Delete(back);
        }
    }

    /// <summary>A migration that is refused at once has failed as well: a device or a blocker speaks against it.</summary>
    private static async Task<LoadOutcome> Send(QemuSession session, string uri, CancellationToken cancel)
    {
        var reply = await session.Ask("migrate", new JsonObject { ["uri"] = uri }, cancel);
        return reply["error"] is { } error ? new(TransferEnd.Refused, $"{error["desc"]}") : await End(session, cancel);
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
        var status = "none";
        for (var left = Patience; left > TimeSpan.Zero; left -= Pause)
        {
            var reply = (await Ask(session, "query-migrate", [], cancel)).AsObject();
            status = reply["status"]?.GetValue<string>() ?? status;
            if (Ends.Contains(status))
            {
                return new(status == Ends[0] ? TransferEnd.Completed : TransferEnd.Refused, reply["error-desc"]?.GetValue<string>() ?? status);
            }

            await Task.Delay(Pause, cancel);
        }

        return new(TransferEnd.Hung, $"still {status} after {Patience.TotalSeconds} s");
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
