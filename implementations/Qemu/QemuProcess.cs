using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A running QEMU and its QMP connection. Everything it says goes into one channel, its end comes last; a fault
/// that is not the engine's closes the channel.</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    private readonly Side side;
    private readonly ProcessGroup group;
    private readonly ChannelWriter<Sight> sights;
    private readonly QemuSettings settings;
    private readonly Action<string> remark;
    private readonly PrivateDirectory folder;
    private QmpConnection? qmp;
    private Task reading = Task.CompletedTask;
    private volatile bool killed;
    private volatile JsonObject? outstanding;
    private Func<JsonObject, JsonObject?> keep = QmpMessages.Strip;

    /// <summary>Ends the wait for a monitor that may never come.</summary>
    private readonly CancellationTokenSource abandoned = new();

    /// <summary>Whether the monitor has come; false: it never will.</summary>
    private Task<bool> met = Task.FromResult(true);

    /// <summary>What runs in this process once another program has taken it over.</summary>
    private QemuProcess? successor;
    private bool isSuccessor;

    /// <summary>What it was started with, its monitor left out.</summary>
    private IReadOnlyList<string> command = [];

    private QemuProcess(
        Side side, ProcessGroup group, PrivateDirectory folder, ChannelWriter<Sight> sights, QemuSettings settings, Action<string> remark) =>
        (this.side, this.group, this.folder, this.sights, this.settings, this.remark) = (side, group, folder, sights, settings, remark);

    private string Who => $"{side.Name()} (process {group.Id})";

    internal static async Task<QemuProcess> Start(
        Side side,
        IReadOnlyList<string> command,
        PrivateDirectory folder,
        ChannelWriter<Sight> sights,
        QemuSettings settings,
        Action<string> remark,
        CancellationToken cancel,
        Func<JsonObject, JsonObject?>? keep = null,
        RunState awaited = RunState.Inmigrate,
        JsonObject? prepares = null)
    {
        var group = ProcessGroup.Start([.. command, .. Monitor(side, folder)], folder);
        var started = new QemuProcess(side, group, folder, sights, settings, remark) { keep = keep ?? QmpMessages.Strip, command = command };
        try
        {
            await started.Connect(Path(side, folder), awaited, settings.StartPatience, cancel, prepares);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A process that answers nobody before it is given the memory of a guest: its monitor is waited for as long as it lives.</summary>
    internal static QemuProcess StartWaiting(
        Side side,
        IReadOnlyList<string> command,
        PrivateDirectory folder,
        ChannelWriter<Sight> sights,
        QemuSettings settings,
        Action<string> remark)
    {
        var group = ProcessGroup.Start([.. command, .. Monitor(side, folder)], folder);
        var started = new QemuProcess(side, group, folder, sights, settings, remark) { command = command };
        started.met = started.Meet();
        return started;
    }

    /// <summary>The options that make a side's monitor.</summary>
    internal static string[] Monitor(Side side, PrivateDirectory folder) =>
        ["-qmp", $"unix:{Path(side, folder).Replace(",", ",,", StringComparison.Ordinal)},server=on,wait=off"];

    /// <summary>What another program shows that takes this process over, as another side.</summary>
    internal QemuProcess Succeeded(Side by)
    {
        successor = new QemuProcess(by, group, folder, sights, settings, remark) { isSuccessor = true };
        successor.met = successor.Meet();
        return successor;
    }

    /// <summary>What is said to a process that answers nobody yet, it hears when it does.</summary>
    internal async ValueTask Send(JsonObject message, CancellationToken cancel)
    {
        outstanding = message["execute"] is null ? outstanding ?? message : message;
        if (met.IsCompleted)
        {
            await SendNow(message, cancel);
        }
        else
        {
            _ = SendNow(message, abandoned.Token);
        }
    }

    internal void Kill()
    {
        killed = true;
        abandoned.Cancel();
        if (!isSuccessor || qmp is not null)
        {
            group.Kill();
        }
    }

    /// <summary>Kills it and waits for its end: its sockets and locks are gone then.</summary>
    internal async Task KillAndWait()
    {
        Kill();
        await group.Ends(settings.EndPatience);
    }

    /// <summary>A process that someone stopped will never answer; that is no behaviour of the engine.</summary>
    internal void ThrowIfStopped()
    {
        if (group.Stopped() is { } stopped)
        {
            throw new BenchException(
                "MIG-ENV-012", $"the {Who} does not answer: it is stopped (state T in /proc/{stopped}/stat)", $"kill -CONT {stopped}, or leave it running, and try again");
        }
    }

    /// <summary>Says of an unanswered command whether the main loop hangs or the whole monitor is dead.</summary>
    internal async Task Examine()
    {
        if (outstanding is not { } command || qmp is null || group.HasExited)
        {
            return;
        }

        var found = qmp.HasOutOfBand
            ? await qmp.Probe(settings.ProbePatience)
                ? "MIG-VMM-002: the main loop of the {0} hangs: its monitor answers out of band, but not {1}."
                : "MIG-VMM-003: the monitor of the {0} is dead: neither an out-of-band probe nor {1} is answered."
            : "MIG-VMM-004: the {0} does not answer {1}, and offers no out-of-band commands to tell why.";
        remark(string.Format(System.Globalization.CultureInfo.InvariantCulture, found, Who, command["execute"] ?? command["exec-oob"]));
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await met;
        qmp?.Dispose();
        await reading;
        await group.Ends(settings.EndPatience);
        abandoned.Dispose();
        if (!isSuccessor)
        {
            group.Dispose();
        }
    }

    private static string Path(Side side, PrivateDirectory folder) => folder.File($"{side.Name()}.qmp");

    private QmpConnection Known(QmpConnection monitor, JsonObject message) => monitor.HasOutOfBand || message["execute"] is not null
        ? monitor
        : throw new BenchException(
            "MIG-ENV-025", $"the monitor of the {Who} offers no out-of-band commands, and the scenario has one: {message["exec-oob"]}", "send it in band, or leave the scenario out");

    private async Task SendNow(JsonObject message, CancellationToken cancel)
    {
        if (await met)
        {
            await Known(qmp!, message).Send(message, cancel);
        }
    }

    /// <summary>Waits for the monitor. A process that ends before is seen to; a successor's end is its predecessor's.</summary>
    private async Task<bool> Meet()
    {
        try
        {
            await Connect(Path(side, folder), RunState.Inmigrate, Timeout.InfiniteTimeSpan, abandoned.Token);
            return true;
        }
        catch (Exception error) when (error is OperationCanceledException || isSuccessor || killed)
        {
            return false;
        }
        catch (QemuEndedException)
        {
            await SeeEnd();
            return false;
        }
        catch (BenchException error)
        {
            sights.TryComplete(error);
            return false;
        }
    }

    private async Task Connect(string path, RunState awaited, TimeSpan limit, CancellationToken cancel, JsonObject? prepares = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(limit);
        Socket? socket = null;
        try
        {
            socket = await Dial(path, patience.Token);
            qmp = await QmpConnection.Open(socket, Who, patience.Token) ?? throw await EndedEarly();
            if (awaited is RunState.Suspended or RunState.Shutdown)
            {
                await qmp.AwaitGuest(awaited.QmpName(), patience.Token);
            }

            if (prepares is not null)
            {
                await qmp.Prepare(prepares, patience.Token);
            }

            reading = Read();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            ThrowIfStopped();
            throw new BenchException(
                "MIG-ENV-008",
                $"the {Who} did not answer within {settings.StartPatience.TotalSeconds:0.#} s of its start{await LastWords()}",
                $"see what it waits for; {ByHand}");
        }
        finally
        {
            if (qmp is null)
            {
                socket?.Dispose();
            }
        }
    }

    private async Task<Socket> Dial(string path, CancellationToken cancel)
    {
        while (true)
        {
            var attempt = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await attempt.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
                return attempt;
            }
            catch (Exception error)
            {
                attempt.Dispose();
                if (error is not SocketException)
                {
                    throw;
                }
            }

            if (group.HasExited)
            {
                throw await EndedEarly();
            }

            await Task.Delay(5, cancel);
        }
    }

    private async Task<BenchException> EndedEarly() => await group.Ends(settings.EndPatience)
        ? new QemuEndedException(
            "MIG-ENV-009", $"the {side.Name()} exited with code {group.ExitCode} at its start{await LastWords()}", ByHand,
            group.ExitCode, await Printed())
        : HungUp();

    /// <summary>The files of a run go with it.</summary>
    private string ByHand
    {
        get
        {
            var line = ShellWords.Join(command).Replace(folder.Path, "$DIR", StringComparison.Ordinal);
            return $"run it by hand{(line.Contains("$DIR", StringComparison.Ordinal) ? ", with files of your own for those of its private folder $DIR" : "")}: {line}";
        }
    }

    private BenchException HungUp() => new(
        "MIG-QMP-002",
        qmp?.Truncated is { } rest
            ? $"the {Who} ended its QMP connection in the middle of a message, '{rest}', and runs on"
            : $"the {Who} ended its QMP connection and runs on",
        "see whether something else closes its monitor; a QEMU that does this by itself is broken");

    /// <summary>What the process printed last.</summary>
    internal Task<string> Printed() => group.Output.Text(TimeSpan.FromMilliseconds(200));

    /// <summary>The same, as the end of a sentence.</summary>
    private async Task<string> LastWords() => await Printed() is { Length: > 0 } words ? $", and printed: {words}" : "";

    private async Task Read()
    {
        try
        {
            while (await qmp!.Next() is { } message)
            {
                See(message);
            }
        }
        catch (BenchException error)
        {
            sights.TryComplete(error);
            return;
        }

        if (successor is not null && await Task.WhenAny(successor.met, Task.Delay(settings.EndPatience)) == successor.met && await successor.met)
        {
            // It went on under another program, which shows what follows.
            sights.TryWrite(new Sight(side, null, 0));
        }
        else if (await group.Ends(settings.EndPatience))
        {
            await SeeEnd();
        }
        else
        {
            sights.TryComplete(HungUp());
        }
    }

    private void See(JsonObject message)
    {
        if (message["id"] is { } id && id.GetValue<int>() == outstanding?["id"]?.GetValue<int>())
        {
            outstanding = null;
        }

        if (keep(message) is { } kept)
        {
            Hide(kept["error"], "desc");
            Hide(kept["return"], "error-desc");
            sights.TryWrite(new Sight(side, kept, null));
        }
    }

    /// <summary>Where the sockets of this run were is not for recordings.</summary>
    private void Hide(JsonNode? node, string key)
    {
        if (node is JsonObject holder && holder[key]?.GetValue<string>() is { } text)
        {
            holder[key] = text.Replace(folder.Path, "$DIR", StringComparison.Ordinal);
        }
    }

    private async Task SeeEnd()
    {
        var code = group.ExitCode;
        if (code == -9 && !killed)
        {
            sights.TryComplete(new BenchException(
                "MIG-ENV-013", $"the {Who} was ended from outside by SIGKILL", "look for the kernel's out-of-memory killer (dmesg), and try again"));
            return;
        }

        if (code != 0 && !killed)
        {
            var end = code < 0 ? $"was ended by signal {-code}" : $"exited with code {code}";
            remark($"MIG-VMM-001: the {Who} {end}{await LastWords()}.");
        }

        sights.TryWrite(new Sight(side, null, code));
    }
}
