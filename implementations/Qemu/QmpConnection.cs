using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A QMP connection past its greeting, with out-of-band execution where the other end offers it.</summary>
internal sealed class QmpConnection : IDisposable
{
    private readonly Socket socket;
    private readonly string name;
    private readonly QmpLines lines;
    private int probes;
    private volatile TaskCompletionSource? probe;

    private QmpConnection(Socket socket, string name) => (this.socket, this.name, lines) = (socket, name, new QmpLines(socket));

    /// <summary>The other end carries out commands in its monitor thread when asked to.</summary>
    internal bool HasOutOfBand { get; private set; }

    /// <summary>The connection ended in the middle of a message: what there is of it.</summary>
    internal string? Truncated { get; private set; }

    /// <summary>Reads the greeting and leaves capabilities negotiation; null when the connection ended instead.</summary>
    internal static async Task<QmpConnection?> Open(Socket socket, string name, CancellationToken cancel)
    {
        var connection = new QmpConnection(socket, name);
        if (await connection.MessageAfterEvents(cancel) is not { } greeting)
        {
            return null;
        }

        if (greeting["QMP"] is not JsonObject offer)
        {
            throw connection.Foreign(greeting.ToJsonString());
        }

        connection.HasOutOfBand = offer["capabilities"] is JsonArray offered
            && offered.Any(one => one?.GetValueKind() == JsonValueKind.String && one.GetValue<string>() == "oob");
        var request = new JsonObject { ["execute"] = "qmp_capabilities" };
        if (connection.HasOutOfBand)
        {
            request["arguments"] = new JsonObject { ["enable"] = new JsonArray("oob") };
        }

        await connection.Send(request, cancel);
        var reply = await connection.MessageAfterEvents(cancel);
        return reply is null ? null : reply["return"] is not null ? connection : throw connection.Foreign(reply.ToJsonString());
    }

    /// <summary>Waits until the guest has come to a state by itself; what is shown meanwhile is left out, as nobody is told of it.</summary>
    internal async Task AwaitGuest(string state, CancellationToken cancel)
    {
        while (true)
        {
            await Send(new JsonObject { ["execute"] = "query-status" }, cancel);
            if (await MessageAfterEvents(cancel) is not { } reply || reply["return"]?["status"]?.GetValue<string>() == state)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancel);
        }
    }

    /// <summary>What belongs to the machine and can only be asked for; nobody is told of it.</summary>
    internal async Task Prepare(JsonObject command, CancellationToken cancel)
    {
        await Send(command, cancel);
        if (await MessageAfterEvents(cancel) is { } reply && reply["error"]?["desc"] is { } refused)
        {
            throw new BenchException(
                "MIG-ENV-024",
                $"the scenario's machine cannot be set up: {command["execute"]} is refused: {Printable.Head(refused.GetValue<string>())}",
                "run the command by hand on this QEMU and see what it lacks");
        }
    }

    internal async ValueTask Send(JsonObject message, CancellationToken cancel)
    {
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + "\n"), cancel);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The process is gone; its end is told by whoever reads.
        }
    }

    /// <summary>The next reply or event, probes left out; null when the connection has ended.</summary>
    internal async Task<JsonObject?> Next()
    {
        while (await Message(CancellationToken.None) is { } message)
        {
            if (message["id"]?.GetValueKind() != JsonValueKind.String)
            {
                return message;
            }

            probe?.TrySetResult();
        }

        return null;
    }

    /// <summary>Whether the monitor answers out of band, even if with an error; someone must be reading meanwhile.</summary>
    internal async Task<bool> Probe(TimeSpan patience)
    {
        var answered = probe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send(new JsonObject { ["exec-oob"] = "query-yank", ["id"] = $"probe-{++probes}" }, CancellationToken.None);
        return await Task.WhenAny(answered.Task, Task.Delay(patience)) == answered.Task;
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Leaves out events of the start, which nobody could have asked for; a loaded machine shows them even before
    /// the greeting.</summary>
    private async Task<JsonObject?> MessageAfterEvents(CancellationToken cancel)
    {
        JsonObject? message;
        do
        {
            message = await Message(cancel);
        }
        while (message?["event"] is not null);

        return message;
    }

    private async Task<JsonObject?> Message(CancellationToken cancel)
    {
        if (await lines.Next(cancel) is { } line)
        {
            return QmpMessages.Parse(line) ?? throw Foreign(line);
        }

        if (lines.IsFull)
        {
            throw Foreign(lines.Rest);
        }

        Truncated = lines.Rest is { Length: > 0 } rest ? Printable.Head(rest) : null;
        return null;
    }

    private BenchException Foreign(string text) => new(
        "MIG-QMP-001",
        $"the {name} speaks something other than QMP: '{Printable.Head(text)}'",
        "name a qemu-system binary, or a wrapper that passes all its arguments on to one");
}
