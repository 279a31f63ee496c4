using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A running QEMU and its QMP connection. Everything it says goes into one channel, its end comes last.</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private readonly Side side;
    private readonly Process process;
    private readonly ChannelWriter<Sight> sights;
    private readonly StringBuilder errors = new();
    private readonly string pidFile;
    private Socket? socket;
    private Task reading = Task.CompletedTask;

    private QemuProcess(Side side, Process process, ChannelWriter<Sight> sights, string pidFile)
    {
        this.side = side;
        this.process = process;
        this.sights = sights;
        this.pidFile = pidFile;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    internal static async Task<QemuProcess> Start(
        Side side, IReadOnlyList<string> command, PrivateDirectory folder, ChannelWriter<Sight> sights, CancellationToken cancel)
    {
        var qmp = folder.File($"{side.Name()}.qmp");
        var pidFile = folder.File($"{side.Name()}.pid");
        var words = new List<string> { "-c", "echo $$ > \"$0\" || exit 1; exec \"$@\"", pidFile };
        words.AddRange(command);
        words.AddRange(["-qmp", $"unix:{qmp},server=on,wait=off"]);
        var process = Process.Start(new ProcessStartInfo("sh", words)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var started = new QemuProcess(side, process, sights, pidFile);
        try
        {
            await started.Connect(qmp, cancel);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    internal async ValueTask Send(JsonObject message, CancellationToken cancel)
    {
        try
        {
            await socket!.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + "\n"), cancel);
        }
        catch (SocketException)
        {
            // The process is gone; its end is on its way through the channel.
        }
    }

    internal void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync();
        File.Delete(pidFile);
        socket?.Dispose();
        await reading;
        process.Dispose();
    }

    private async Task Connect(string path, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(StartPatience);
        try
        {
            socket = await Open(path, patience.Token);
            var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8);
            var greeting = await reader.ReadLineAsync(patience.Token);
            if (greeting is null)
            {
                throw await Died();
            }

            await Send(new JsonObject { ["execute"] = "qmp_capabilities" }, patience.Token);
            if (await reader.ReadLineAsync(patience.Token) is null)
            {
                throw await Died();
            }

            reading = Read(reader);
        }
        catch (IOException)
        {
            throw await Died();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException(
                "MIG-ENV-008", $"the {side.Name()} did not answer within {StartPatience.TotalSeconds:0} s of its start", "look whether it is stopped or hangs: " + Errors());
        }
    }

    private async Task<Socket> Open(string path, CancellationToken cancel)
    {
        while (true)
        {
            var attempt = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await attempt.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
                return attempt;
            }
            catch (SocketException)
            {
                attempt.Dispose();
                if (process.HasExited)
                {
                    throw await Died();
                }

                await Task.Delay(5, cancel);
            }
        }
    }

    private async Task<BenchException> Died()
    {
        await process.WaitForExitAsync();
        return new BenchException("MIG-ENV-009", $"the {side.Name()} exited with code {process.ExitCode} at its start: {Errors()}", "run the command line by hand");
    }

    private string Errors()
    {
        lock (errors)
        {
            return errors.ToString().Trim();
        }
    }

    private async Task Read(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (QmpMessages.Strip(JsonNode.Parse(line)!.AsObject()) is { } message)
                {
                    sights.TryWrite(new Sight(side, message, null));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or System.Text.Json.JsonException)
        {
            // The connection broke off with the process.
        }

        await process.WaitForExitAsync();
        var code = process.ExitCode;
        sights.TryWrite(new Sight(side, null, code > 128 ? 128 - code : code));
    }
}
