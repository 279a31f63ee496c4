using System.Net.Sockets;
using System.Text;

namespace Migconf.Implementations.Qemu;

/// <summary>The stream of a socket, cut into lines of bounded length.</summary>
internal sealed class QmpLines(Socket socket)
{
    private const int Limit = 1 << 20;
    private byte[] buffer = new byte[4096];
    private int length;
    private int searched;

    /// <summary>What came since the last whole line.</summary>
    internal string Rest => Encoding.UTF8.GetString(buffer, 0, length);

    /// <summary>A line is longer than any QMP message.</summary>
    internal bool IsFull => length >= Limit;

    /// <summary>The next line, or null when the stream ended or a line is too long; <see cref="Rest"/> is what is left then.</summary>
    internal async ValueTask<string?> Next(CancellationToken cancel)
    {
        while (true)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', searched, length - searched);
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, 0, end);
                length -= end + 1;
                Array.Copy(buffer, end + 1, buffer, 0, length);
                searched = 0;
                return line;
            }

            searched = length;
            if (IsFull || !await Fill(cancel))
            {
                return null;
            }
        }
    }

    private async ValueTask<bool> Fill(CancellationToken cancel)
    {
        if (length == buffer.Length)
        {
            Array.Resize(ref buffer, 2 * length);
        }

        try
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, cancel);
            length += count;
            return count > 0;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
