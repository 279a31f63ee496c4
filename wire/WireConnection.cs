using System.Net.Sockets;
using Migconf.Streams.Bytes;
using Migconf.Streams.Items;
using Migconf.Wire.Faults;

namespace Migconf.Wire;

/// <summary>A connection of a migration: bytes that arrive, messages that are sent, and the faults of both directions.
/// What is sent is gathered until <see cref="Flush"/>.</summary>
internal sealed class WireConnection : IDisposable
{
    private const int Gathered = 256 * 1024;
    private readonly Socket socket;
    private readonly FaultHand hand;
    private FaultPlace writes;
    private readonly Lock guard = new();
    private readonly MemoryStream buffer = new();
    private long sent;
    private bool isCut;

    /// <param name="socket">Connected; it ends with the connection.</param>
    /// <param name="who">For messages.</param>
    /// <param name="hand">Carries out faults.</param>
    /// <param name="places">Of what is read, and of what is written.</param>
    /// <param name="patience">How long one read or write may take; zero for ever.</param>
    internal WireConnection(Socket socket, string who, FaultHand hand, (FaultPlace Reads, FaultPlace Writes) places, TimeSpan patience)
    {
        (this.socket, this.hand, Who) = (socket, hand, who);
        Input = new(socket, this, hand);
        Become(who, places, patience);
    }

    /// <summary>What it is, for messages.</summary>
    internal string Who { get; set; }

    /// <summary>What arrives.</summary>
    internal WireInput Input { get; }

    /// <summary>Bytes that were sent or wait to be.</summary>
    internal long Sent => sent;

    /// <summary>What it is turns out with its first bytes.</summary>
    internal void Become(string who, (FaultPlace Reads, FaultPlace Writes) places, TimeSpan patience)
    {
        (Who, Input.Place, writes) = (who, places.Reads, places.Writes);
        socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        socket.SendTimeout = (int)patience.TotalMilliseconds;
    }

    /// <summary>Sends an item.</summary>
    /// <param name="item">Its fields are written in order.</param>
    /// <param name="section">The section it is in, for faults.</param>
    /// <param name="stored">What its stored field holds.</param>
    internal void Send(StreamItem item, string section = "", ReadOnlySpan<byte> stored = default)
    {
        lock (guard)
        {
            var begin = (int)buffer.Length;
            foreach (var (_, _, value) in item.Fields)
            {
                if (value.Form == WireForm.Stored)
                {
                    buffer.Write(stored);
                }
                else
                {
                    value.WriteTo(buffer);
                }
            }

            var (kind, detail) = MessageNames.Of(item, section);
            Disturb(begin, hand.Plan.At(writes, kind, detail));
            while (hand.Plan.FromByte(writes, sent) is { } fault && fault.Byte < sent + buffer.Length - begin)
            {
                Disturb(begin, hand.Plan.Fire(fault), (int)(fault.Byte!.Value - sent));
            }

            sent += buffer.Length - begin;
            if (buffer.Length > Gathered)
            {
                Flush();
            }
        }
    }

    /// <summary>Sends what was gathered.</summary>
    internal void Flush()
    {
        lock (guard)
        {
            try
            {
                var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
                while (!bytes.IsEmpty && !isCut)
                {
                    bytes = bytes[socket.Send(bytes)..];
                }

                buffer.SetLength(0);
            }
            catch (SocketException wrong)
            {
                throw wrong.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.TryAgain
                    ? new WireException("MIG-WIRE-001", $"{Who}: nothing was taken for {socket.SendTimeout / 1000.0:0.#} s", "see why the other side does not read")
                    : WireException.Broken(Who, wrong.Message);
            }
            catch (ObjectDisposedException)
            {
                throw WireException.Broken(Who, "this side closed it");
            }
        }
    }

    internal void Shutdown(SocketShutdown direction)
    {
        try
        {
            socket.Shutdown(direction);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    /// <summary>Does to the message at the end of the buffer what a fault says.</summary>
    private void Disturb(int begin, Fault? fault, int? at = null)
    {
        if (fault is null)
        {
            return;
        }

        var length = (int)buffer.Length - begin;
        switch (fault.Action)
        {
            case FaultAction.Flip:
                buffer.GetBuffer()[begin + (at ?? length / 2)] ^= 1;
                break;
            case FaultAction.Drop:
                buffer.SetLength(begin);
                break;
            case FaultAction.Truncate:
                buffer.SetLength(begin + (length / 2));
                Flush();
                isCut = true;
                Shutdown(SocketShutdown.Send);
                break;
            default:
                var message = buffer.GetBuffer().AsSpan(begin, length).ToArray();
                buffer.SetLength(begin);
                Flush();
                hand.Carry(fault, this);
                buffer.Write(message);
                break;
        }
    }
}
