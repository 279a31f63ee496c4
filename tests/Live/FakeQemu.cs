using System.Net.Sockets;
using System.Text;
using Migconf.Implementations.Qemu;

namespace Migconf.Tests.Live;

/// <summary>A script that passes for QEMU 10.0, and a monitor that talks as a test wants it to.</summary>
internal sealed class FakeQemu : IAsyncDisposable
{
    internal const string Greeting = """{"QMP": {"version": {}, "capabilities": ["oob"]}}""" + "\n";
    internal const string Done = """{"return": {}}""" + "\n";

    private const string Sleeper =
        """
        for last; do :; done
        echo "$last" > "$0.$$"
        mv "$0.$$" "$0.$$.address"
        exec sleep 60
        """;

    private readonly Traces traces;
    private readonly Func<Socket, Task> talk;
    private readonly CancellationTokenSource ended = new();
    private readonly List<Socket> sockets = [];
    private readonly Task serving;

    internal FakeQemu(Traces traces, Func<Socket, Task> talk)
    {
        (this.traces, this.talk) = (traces, talk);
        Binary = QemuBinary.Find(Script(traces, Sleeper));
        serving = Serve();
    }

    internal QemuBinary Binary { get; }

    /// <summary>A script that answers --version like QEMU and else does what is asked of it.</summary>
    internal static string Script(Traces traces, string rest)
    {
        var path = Path.Combine(traces.Folder, "fake");
        File.WriteAllText(path, $"#!/bin/sh\n[ \"$1\" = --version ] && {{ echo 'QEMU emulator version 10.0.0'; exit; }}\n{rest}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    internal static async Task Say(Socket socket, string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text));

    internal static async Task<string> Hear(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        sockets.ForEach(socket => socket.Dispose());
        await serving;
        ended.Dispose();
        foreach (var address in Directory.GetFiles(traces.Folder, "fake*"))
        {
            File.Delete(address);
        }
    }

    private async Task Serve()
    {
        var known = new HashSet<string>();
        while (!ended.IsCancellationRequested)
        {
            foreach (var file in Directory.GetFiles(traces.Folder, "*.address").Where(known.Add))
            {
                var path = (await File.ReadAllTextAsync(file)).Trim()["unix:".Length..].Split(',')[0];
                var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                sockets.Add(listener);
                _ = Talk(listener, path);
            }

            await Task.Delay(10);
        }
    }

    private async Task Talk(Socket listener, string path)
    {
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            using var socket = await listener.AcceptAsync();
            await talk(socket);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The bench is gone.
        }
    }
}
