using System.Net;
using System.Net.Sockets;
using Migconf.Scenarios.Model;

namespace Migconf.Implementations.Qemu;

/// <summary>Stands between source and destination and can cut or stall what it passes on.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly string target;
    private readonly EndPoint address;
    private readonly List<Socket> fillers = [];
    private readonly HashSet<EndPoint> fillerAddresses = [];
    private readonly List<Socket> connections = [];
    private readonly CancellationTokenSource ended = new();
    private readonly Valve forward = new();
    private readonly Valve back = new();
    private readonly bool swaps;
    private Socket? first;
    private bool firstWasPassedOn;
    private Socket? listener;
    private Task accepting = Task.CompletedTask;

    internal Relay(string folder, string target, Listener kind)
    {
        this.target = target;
        if (kind == Listener.Hangs)
        {
            address = Fill();
            return;
        }

        var path = Path.Combine(folder, "relay.sock");
        address = new UnixDomainSocketEndPoint(path);
        if (kind is Listener.File or Listener.Exec)
        {
            (IsFile, Uri) = (true, $"file:{Path.Combine(folder, "state")}");
            return;
        }

        Uri = $"unix:{path}";
        swaps = kind == Listener.Swaps;
        if (swaps || kind == Listener.Accepts)
        {
            Listen();
        }
    }

    /// <summary>There is nothing to stand between: both sides are told the same file.</summary>
    internal bool IsFile { get; }

    /// <summary>Where the source is told to migrate to.</summary>
    internal string Uri { get; private set; } = "";

    /// <summary>A destination begins to listen that did not answer before: whoever comes is passed on from now on.</summary>
    internal void Open()
    {
        if (listener is null)
        {
            Listen();
        }
    }

    internal void Act(LinkAction action)
    {
        switch (action)
        {
            case LinkAction.Cut:
                CloseAll();
                break;
            case LinkAction.CutLast:
                CloseLast();
                break;
            case LinkAction.StallForward:
                forward.Close();
                break;
            case LinkAction.StallReturn:
                back.Close();
                break;
            case LinkAction.Release:
                forward.Open();
                back.Open();
                break;
            case LinkAction.Accept:
                Drain();
                Listen();
                break;
            case LinkAction.Refuse:
                Drain();
                listener?.Dispose();
                listener = null;
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        forward.Open();
        back.Open();
        Drain();
        listener?.Dispose();
        first?.Dispose();
        CloseAll();
        await accepting;
        ended.Dispose();
    }

    /// <summary>Accepts from now on, also where it refused before.</summary>
    private void Listen()
    {
        if (listener is null)
        {
            if (address is UnixDomainSocketEndPoint)
            {
                File.Delete(address.ToString()!);
            }

            listener = Bound(address);
            listener.Listen(4);
        }

        accepting = Task.WhenAll(accepting, Accept(listener));
    }

    private static Socket Bound(EndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(address);
        return socket;
    }

    /// <summary>A backlog without room: further connections hang.</summary>
    private IPEndPoint Fill()
    {
        listener = Bound(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var bound = (IPEndPoint)listener.LocalEndPoint!;
        Uri = $"tcp:127.0.0.1:{bound.Port}";
        for (var count = 0; count < 2; count++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            filler.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            fillerAddresses.Add(filler.LocalEndPoint!);
            try
            {
                filler.Connect(bound);
            }
            catch (SocketException)
            {
                // In progress: it takes its place in the backlog.
            }

            fillers.Add(filler);
        }

        return bound;
    }

    private void Drain()
    {
        fillers.ForEach(filler => filler.Dispose());
        fillers.Clear();
    }

    private async Task Accept(Socket from)
    {
        try
        {
            while (true)
            {
                var source = await from.AcceptAsync(ended.Token);
                if (fillerAddresses.Contains(source.RemoteEndPoint!))
                {
                    source.Dispose();
                    continue;
                }

                if (swaps && first is null)
                {
                    first = source;
                    continue;
                }

                PassOn(source);
                if (swaps && !firstWasPassedOn)
                {
                    firstWasPassedOn = true;
                    PassOn(first!);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private void PassOn(Socket source)
    {
        if (Connect(source) is { } destination)
        {
            _ = Join(source, destination);
        }
    }

    /// <summary>The other end of a connection, made at once: a cut comes before both ends or after. Null when the destination does not listen.</summary>
    private Socket? Connect(Socket source)
    {
        lock (connections)
        {
            var destination = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                destination.Connect(new UnixDomainSocketEndPoint(target));
            }
            catch (SocketException)
            {
                source.Dispose();
                destination.Dispose();
                return null;
            }

            connections.Add(source);
            connections.Add(destination);
            return destination;
        }
    }

    private async Task Join(Socket source, Socket destination)
    {
        try
        {
            await Task.WhenAll(Pump(source, destination, forward), Pump(destination, source, back));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One end is gone; the other is told below.
        }
        finally
        {
            source.Dispose();
            destination.Dispose();
        }
    }

    /// <summary>
    /// Passes on until one end is gone, and tells the other. An end that leaves with data unread resets its connection
    /// instead of ending it: that, too, must reach the other, or it waits for ever.
    /// </summary>
    private async Task Pump(Socket from, Socket to, Valve valve)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, SocketFlags.None, ended.Token)) > 0)
            {
                await valve.Pass(ended.Token);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None, ended.Token);
                }
            }
        }
        catch (SocketException)
        {
            Shut(from, SocketShutdown.Receive);
        }

        await valve.Pass(ended.Token);
        Shut(to, SocketShutdown.Send);
    }

    private static void Shut(Socket socket, SocketShutdown direction)
    {
        try
        {
            socket.Shutdown(direction);
        }
        catch (SocketException)
        {
            // It is gone already.
        }
    }

    /// <summary>A source and the destination it was joined with lie side by side.</summary>
    private void CloseLast()
    {
        lock (connections)
        {
            connections.TakeLast(2).ToList().ForEach(connection => connection.Dispose());
            connections.RemoveRange(Math.Max(0, connections.Count - 2), Math.Min(2, connections.Count));
        }
    }

    private void CloseAll()
    {
        lock (connections)
        {
            connections.ForEach(connection => connection.Dispose());
            connections.Clear();
        }
    }
}
