using System.Buffers.Binary;
using System.Net.Sockets;

namespace Migconf.Implementations.Qemu;

/// <summary>The emulator of a TPM that does all a machine needs to start with it, and refuses to hand its state out: QEMU cannot save the
/// device. On the control channel a command is a number of 4 bytes with its arguments, an answer a result of 4 bytes (0: done) with its
/// values, all big-endian (swtpm's protocol). The channel for TPM commands comes over it as a file descriptor.</summary>
internal sealed class UnsavableTpm : IDisposable
{
    private const int GetCapability = 1, GetState = 0x0C;

    /// <summary>All of them: among these is what QEMU asks for before it lets a machine with the device migrate.</summary>
    private static readonly byte[] Capabilities = [0, 0, 0x3F, 0xFF];

    /// <summary>TPM_FAIL, four times: releases read 4 bytes of the refusal, or 16.</summary>
    private static readonly byte[] Refusal = [0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 9];

    /// <summary>To every TPM command: that it failed, in the words of TPM 2.0 (TPM_RC_FAILURE).</summary>
    private static readonly byte[] Failed = [0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x01, 0x01];

    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource end = new();
    private readonly List<Task> conversations = [];
    private readonly Task accepting;

    internal UnsavableTpm(string path)
    {
        Path = path;
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        accepting = Until(Accept);
    }

    /// <summary>The socket.</summary>
    internal string Path { get; }

    /// <summary>The options that make a TPM of it.</summary>
    internal static string[] Options(string path) =>
        ["-chardev", $"socket,id=tpm0,path={path.Replace(",", ",,", StringComparison.Ordinal)}", "-tpmdev", "emulator,id=tpm0,chardev=tpm0"];

    public void Dispose()
    {
        if (end.IsCancellationRequested)
        {
            return;
        }

        end.Cancel();
        accepting.Wait();
        Task.WaitAll([.. conversations]);
        listener.Dispose();
    }

    /// <summary>Each machine has a connection of its own.</summary>
    private async Task Accept()
    {
        while (true)
        {
            var control = await listener.AcceptAsync(end.Token);
            conversations.Add(Until(() => Control(control)));
        }
    }

    private async Task Control(Socket control)
    {
        using var channel = new DescriptorChannel(control);
        Task commands = Task.CompletedTask;
        while (await channel.Receive(end.Token) is { Length: >= sizeof(int) } command)
        {
            if (channel.TakeDescriptor() is { } data)
            {
                commands = Until(() => Commands(data));
            }

            await control.SendAsync(Answer(BinaryPrimitives.ReadInt32BigEndian(command)), end.Token);
        }

        await commands;
    }

    private static byte[] Answer(int command) => command switch
    {
        GetCapability => [0, 0, 0, 0, .. Capabilities],
        GetState => Refusal,
        _ => new byte[sizeof(int)],
    };

    private async Task Commands(Socket data)
    {
        using var _ = data;
        var command = new byte[4096];
        while (await data.ReceiveAsync(command, end.Token) > 0)
        {
            await data.SendAsync(Failed, end.Token);
        }
    }

    /// <summary>A conversation lasts until the machine ends, or the bench.</summary>
    private static async Task Until(Func<Task> conversation)
    {
        try
        {
            await conversation();
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
        }
    }
}
