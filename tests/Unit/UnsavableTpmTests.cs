using System.Net.Sockets;
using System.Runtime.InteropServices;
using Migconf.Implementations.Qemu;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>The emulator whose TPM cannot be saved, asked as QEMU asks it.</summary>
public sealed class UnsavableTpmTests
{
    private static readonly byte[] Done = [0, 0, 0, 0];

    [Fact]
    public void All_commands_are_done_but_the_one_that_asks_for_the_state()
    {
        using var bench = new Bench();
        Assert.Equal(new byte[] { 0, 0, 0, 0, 0, 0, 0x3F, 0xFF }, bench.Ask(1));
        Assert.Equal(Done, bench.Ask(0x0E));
        var refusal = bench.Ask(0x0C);
        Assert.Equal(16, refusal.Length);
        Assert.NotEqual(Done, refusal[..4]);
        Assert.Equal(Done, bench.Ask(3));
    }

    [Fact]
    public void The_channel_for_TPM_commands_is_the_descriptor_that_came_and_answers_in_the_words_of_TPM_2()
    {
        using var bench = new Bench();
        var path = bench.File("data");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var ours = Connected(path);
        using (var theirs = listener.Accept())
        {
            bench.SendDescriptor(theirs);
        }

        ours.Send([0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x01, 0x81]);
        var answer = Received(ours);
        Assert.Equal([0x80, 0x01, 0, 0, 0, 10], answer[..6]);
        bench.Tpm.Dispose();
        Assert.Empty(Received(ours));
    }

    [Fact]
    public void Nothing_of_it_is_left_when_it_is_disposed()
    {
        using var bench = new Bench();
        Assert.Equal(Done, bench.Ask(2));
        bench.Tpm.Dispose();
        Assert.Empty(Received(bench.Control));
        Assert.False(System.IO.File.Exists(bench.Tpm.Path));
    }

    private static Socket Connected(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static byte[] Received(Socket socket)
    {
        var buffer = new byte[64];
        return buffer[..socket.Receive(buffer)];
    }

    private sealed class Bench : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("migconf-tpm").FullName;

        public Bench()
        {
            Tpm = new UnsavableTpm(File("tpm"));
            Control = Connected(Tpm.Path);
        }

        public UnsavableTpm Tpm { get; }

        public Socket Control { get; }

        public string File(string name) => Path.Combine(folder, name);

        public byte[] Ask(byte command)
        {
            Control.Send([0, 0, 0, command]);
            return Received(Control);
        }

        /// <summary>SET_DATAFD, with the descriptor of a socket (SCM_RIGHTS).</summary>
        public void SendDescriptor(Socket socket)
        {
            var command = GC.AllocateArray<byte>(4, pinned: true);
            command[3] = 0x10;
            var control = GC.AllocateArray<int>(6, pinned: true);
            (control[0], control[2], control[3], control[4]) = (20, 1, 1, (int)socket.Handle);
            var parts = GC.AllocateArray<nint>(2, pinned: true);
            (parts[0], parts[1]) = (At(command), command.Length);
            var header = GC.AllocateArray<nint>(7, pinned: true);
            (header[2], header[3], header[4], header[5]) = (At(parts), 1, At(control), 24);
            Assert.Equal(command.Length, SendMessage(Control.SafeHandle, At(header), 0));
            Assert.Equal(Done, Received(Control));
        }

        public void Dispose()
        {
            Tpm.Dispose();
            Control.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private static nint At<T>(T[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

        [DllImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
        private static extern nint SendMessage(SafeSocketHandle socket, nint header, int flags);
    }
}
