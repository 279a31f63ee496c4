using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Migconf.Wire;

/// <summary>Where a migration comes from or goes to, written as QEMU writes it: <c>tcp:HOST:PORT</c> or <c>unix:PATH</c>.
/// Hosts are numbers; nothing is looked up.</summary>
/// <param name="EndPoint">The address of the socket.</param>
public sealed record WireAddress(EndPoint EndPoint)
{
    private const string Tcp = "tcp:";
    private const string Unix = "unix:";
    private const int Backlog = 64;

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is neither form; the message says what is expected.</exception>
    public static WireAddress Parse(string text)
    {
        if (text.StartsWith(Unix, StringComparison.Ordinal) && text.Length > Unix.Length)
        {
            return new(new UnixDomainSocketEndPoint(text[Unix.Length..]));
        }

        var colon = text.LastIndexOf(':');
        var host = colon > Tcp.Length ? text[Tcp.Length..colon].Trim('[', ']') : "";
        return text.StartsWith(Tcp, StringComparison.Ordinal)
            && IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out var address)
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new(new IPEndPoint(address, port))
            : throw new FormatException($"'{text}' is no address: tcp:127.0.0.1:PORT or unix:PATH is expected");
    }

    /// <summary>As QEMU's <c>migrate</c> takes it.</summary>
    public override string ToString() => EndPoint switch
    {
        IPEndPoint { AddressFamily: AddressFamily.InterNetworkV6 } ip => $"tcp:[{ip.Address}]:{ip.Port}",
        IPEndPoint ip => $"tcp:{ip.Address}:{ip.Port}",
        _ => $"{Unix}{EndPoint}",
    };

    internal Socket Listen()
    {
        var socket = Open();
        try
        {
            socket.Bind(EndPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException wrong)
        {
            socket.Dispose();
            throw new WireException("MIG-WIRE-003", $"cannot listen on {this}: {wrong.Message}", "choose another address; port 0 takes a free one");
        }
    }

    internal Socket Connect()
    {
        var socket = Open();
        try
        {
            socket.Connect(EndPoint);
            return socket;
        }
        catch (SocketException wrong)
        {
            socket.Dispose();
            throw new WireException("MIG-WIRE-003", $"cannot connect to {this}: {wrong.Message}", "start the destination first, with -incoming and this address");
        }
    }

    private Socket Open()
    {
        var isUnix = EndPoint is UnixDomainSocketEndPoint;
        var socket = new Socket(EndPoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (!isUnix)
        {
            socket.NoDelay = true;
        }

        return socket;
    }
}
