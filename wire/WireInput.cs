using System.Net.Sockets;
using Migconf.Wire.Faults;

namespace Migconf.Wire;

/// <summary>One direction of a connection as a stream of bytes, with the faults that wait at a byte of it.</summary>
internal sealed class WireInput(Socket socket, WireConnection connection, FaultHand hand) : Stream
{
    private byte[] prefix = [];
    private int taken;

    /// <summary>What is read, for faults.</summary>
    internal FaultPlace Place { get; set; }

    /// <summary>Bytes that were read.</summary>
    internal long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Looks at the first bytes without taking them.</summary>
    /// <returns>Fewer when the connection ends before.</returns>
    internal byte[] Head(int count)
    {
        while (prefix.Length < count)
        {
            var more = new byte[count - prefix.Length];
            var got = Receive(more);
            if (got == 0)
            {
                break;
            }

            prefix = [.. prefix, .. more[..got]];
        }

        return prefix;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var fault = hand.Plan.FromByte(Place, Count);
        if (fault is not null)
        {
            // Up to the byte, or the byte alone.
            buffer = buffer[..(int)Math.Min(buffer.Length, Math.Max(1, fault.Byte!.Value - Count))];
        }

        var isHit = fault?.Byte == Count;
        var count = Next(buffer);
        Count += count;
        if (isHit && count > 0)
        {
            hand.Plan.Fire(fault);
            buffer[0] ^= (byte)(fault!.Action == FaultAction.Flip ? 1 : 0);
            hand.Carry(fault, connection);
        }

        return count;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Next(Span<byte> buffer)
    {
        if (taken == prefix.Length)
        {
            return Receive(buffer);
        }

        var some = Math.Min(buffer.Length, prefix.Length - taken);
        prefix.AsSpan(taken, some).CopyTo(buffer);
        taken += some;
        return some;
    }

    private int Receive(Span<byte> buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException wrong)
        {
            throw wrong.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.TryAgain
                ? WireException.Silent(connection.Who, TimeSpan.FromMilliseconds(socket.ReceiveTimeout))
                : WireException.Broken(connection.Who, wrong.Message);
        }
        catch (ObjectDisposedException)
        {
            throw WireException.Broken(connection.Who, "this side closed it");
        }
    }
}
