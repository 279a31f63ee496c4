using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Migconf.Implementations.Qemu;

/// <summary>A Unix socket on which descriptors come with the bytes (SCM_RIGHTS), which .NET does not receive. 64-bit Linux.</summary>
internal sealed class DescriptorChannel(Socket socket) : IDisposable
{
    private const int HeaderLength = 16, SocketLevel = 1, Rights = 1, CloseOnExec = 0x4000_0000, DoNotWait = 0x40;

    private readonly byte[] bytes = GC.AllocateArray<byte>(4096, pinned: true);
    private readonly byte[] control = GC.AllocateArray<byte>(HeaderLength + sizeof(long), pinned: true);
    private readonly nint[] parts = GC.AllocateArray<nint>(2, pinned: true);
    private readonly nint[] header = GC.AllocateArray<nint>(7, pinned: true);

    /// <summary>What came; nothing: the other side has closed.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    internal async Task<byte[]> Receive(CancellationToken cancel)
    {
        if (await socket.ReceiveAsync(bytes.AsMemory(0, 1), SocketFlags.Peek, cancel) == 0)
        {
            return [];
        }

        (parts[0], parts[1]) = (At(bytes), bytes.Length);
        (header[2], header[3], header[4], header[5]) = (At(parts), 1, At(control), control.Length);
        var count = (int)ReceiveMessage(socket.SafeHandle, At(header), DoNotWait | CloseOnExec);
        return count >= 0 ? bytes[..count] : throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>The socket that came with it; null: none did.</summary>
    internal Socket? TakeDescriptor()
    {
        var words = MemoryMarshal.Cast<byte, int>(control);
        var came = header[5] > HeaderLength && (words[2], words[3]) == (SocketLevel, Rights);
        header[5] = 0;
        return came ? new Socket(new SafeSocketHandle(words[4], ownsHandle: true)) : null;
    }

    public void Dispose() => socket.Dispose();

    private static nint At<T>(T[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    [DllImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static extern nint ReceiveMessage(SafeSocketHandle socket, nint header, int flags);
}
