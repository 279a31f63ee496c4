using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Migration;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>Pairs of real QEMU processes.</summary>
public sealed class QemuBenchFactory : IBenchFactory
{
    private readonly QemuBinary source;
    private readonly QemuBinary destination;
    private readonly QemuSettings settings;
    private readonly ConcurrentQueue<string> remarks = new();

    public QemuBenchFactory(QemuBinary source, QemuBinary destination, QemuSettings? settings = null)
    {
        (this.source, this.destination, this.settings) = (source, destination, settings ?? new());
        if (this.settings.Accelerator == "kvm" && WhyNotKvm() is { } reason)
        {
            throw new BenchException("MIG-ENV-010", $"KVM cannot be used on this machine: {reason}", "leave --accel out (tcg), or join the group kvm");
        }
    }

    public IImplementation Source => source;

    public IImplementation Destination => destination;

    public string? WhyNot(Scenario scenario) => scenario switch
    {
        { Source.PoisonedMemory: true } or { Destination.PoisonedMemory: true } => "broken memory would have to be injected into this machine's own",
        { Source.BusyGuest: true } when settings.Accelerator == "tcg" && Releases.Age(source.Release) < Releases.Age("10.0") =>
            $"under TCG {source.Release} loses sight of pages that a guest changes again: no guest outruns it (--accel kvm)",
        { Source.DirtyRing: true } when settings.Accelerator != "kvm" => "only KVM has a dirty ring (--accel kvm)",
        { Source.FreePageHints: true } => "the guest of a live bench has no driver of the balloon to name pages with",
        _ => null,
    };

    public async Task<IBench> Start(Scenario scenario, CancellationToken cancel) =>
        await QemuBench.Start(scenario, source, destination, settings, remarks.Enqueue, cancel);

    /// <summary>The same pair, with remarks of its own.</summary>
    public QemuBenchFactory Anew() => new(source, destination, settings);

    /// <summary>What was found out about the processes since the last call and is in no recording: crashes, hangs.</summary>
    public IReadOnlyList<string> TakeRemarks()
    {
        var taken = new List<string>();
        while (remarks.TryDequeue(out var remark))
        {
            taken.Add(remark);
        }

        return taken;
    }

    private string? WhyNotKvm()
    {
        try
        {
            using var device = File.Open(settings.KvmDevice, FileMode.Open, FileAccess.ReadWrite);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error is FileNotFoundException or DirectoryNotFoundException
                ? $"{settings.KvmDevice} is missing"
                : $"{settings.KvmDevice} is not permitted";
        }
    }
}

/// <summary>A source and a destination of real QEMU, joined by a relay.</summary>
internal sealed class QemuBench : IBench
{
    private readonly QemuSettings settings;
    private readonly Action<string> remark;
    private readonly PrivateDirectory folder;
    private readonly Channel<Sight> sights = Channel.CreateUnbounded<Sight>();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly QemuProcess?[] processes = new QemuProcess?[2];
    private readonly Dictionary<Side, string> commandLines = [];
    private readonly Listener listener;
    private IReadOnlyList<string> successor = [];
    private bool refusesMemory;
    private Relay? relay;
    private SharedImage? image;
    private FailoverPair? failover;
    private UnsavableTpm? tpm;

    private QemuBench(Listener listener, QemuSettings settings, Action<string> remark) =>
        (this.listener, this.settings, this.remark, folder) = (listener, settings, remark, new PrivateDirectory(settings.TemporaryFolder));

    public TimeSpan Elapsed => clock.Elapsed;

    public IReadOnlyDictionary<Side, string> CommandLines => commandLines;

    private IEnumerable<QemuProcess> Running => processes.OfType<QemuProcess>();

    private string Incoming => folder.File("incoming.sock");

    /// <summary>Where the destination waits for memory that is handed over.</summary>
    private string MemoryChannel => folder.File(refusesMemory ? "nobody.sock" : "cpr.sock");

    internal static async Task<QemuBench> Start(
        Scenario scenario, QemuBinary source, QemuBinary destination, QemuSettings settings, Action<string> remark, CancellationToken cancel)
    {
        var bench = new QemuBench(scenario.Destination.Listener, settings, remark);
        try
        {
            Firmware.WriteTo(bench.folder.File("guest.bin"), scenario.Source.Guest, scenario.Source.BusyGuest);
            bench.image = scenario.Source.HasDisk ? new SharedImage(bench.folder.File("disk.raw")) : null;
            bench.relay = new Relay(bench.folder.Path, bench.Incoming, scenario.Destination.Listener);
            bench.tpm = scenario.Source.UnsavableDevice ? new UnsavableTpm(bench.folder.File("tpm.sock")) : null;
            var older = Releases.Age(source.Release) <= Releases.Age(destination.Release) ? source.Release : destination.Release;
            var options = new CommandLine(scenario, $"pc-q35-{older}", destination.Release, settings.Accelerator, bench.folder.File("guest.bin"))
            {
                Image = bench.image?.Path,
                Tpm = bench.tpm?.Path,
                GuestHand = scenario.Source.Failover ? bench.folder.File("guest.sock") : null,
                MemoryChannel = bench.listener == Listener.Transfer ? bench.MemoryChannel : null,
            };
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAll(
                bench.Start(Side.Source, source, options.Source, scenario.Source.Guest, both, scenario.Source.DiskJob ? CommandLine.BeginJob : null),
                bench.Start(Side.Destination, destination, options.Destination, RunState.Inmigrate, both));
            bench.failover = options.GuestHand is { } hand ? await FailoverPair.Negotiate(hand, settings.StartPatience, cancel) : null;
            bench.processes[(int)Side.Destination] ??= bench.processes[(int)Side.Source]!.Succeeded(Side.Destination);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    public ValueTask Send(SendAction send, CancellationToken cancel)
    {
        var (side, id, command, _) = send;
        var arguments = (JsonObject)send.Arguments.DeepClone();
        if (listener == Listener.Transfer && command == "migrate")
        {
            arguments["channels"] = new JsonArray(ChannelAddress.Of("main", relay!.Uri[5..]), ChannelAddress.Of("cpr", MemoryChannel));
        }
        else if (side == Side.Destination && command == "migrate" && !arguments.ContainsKey("uri"))
        {
            // The guest goes on, to whoever takes it.
            arguments["uri"] = "exec:cat >/dev/null";
        }
        else if (command is "migrate" or "migrate-incoming" or "migrate-recover" && !arguments.ContainsKey("uri"))
        {
            arguments["uri"] = relay!.IsFile || command == "migrate" ? relay.Uri : $"unix:{Incoming}";
        }

        if (listener == Listener.Transfer && command == "migrate-incoming")
        {
            relay!.Open();
        }

        if (listener == Listener.Exec && arguments["cpr-exec-command"]?.ToJsonString() == Modes.Successor)
        {
            arguments["cpr-exec-command"] = new JsonArray([.. successor.Select(word => JsonValue.Create(word))]);
        }

        if (command == "device_add")
        {
            arguments = CommandLine.Plugged;
        }

        if (command == "device_del")
        {
            arguments["id"] = CommandLine.Blocker;
        }

        if (command == "block-job-cancel")
        {
            arguments["device"] = CommandLine.Job;
        }

        if (command == "yank")
        {
            arguments["instances"] = new JsonArray(new JsonObject { ["type"] = "migration" });
        }

        var message = new JsonObject { [send.IsOutOfBand ? "exec-oob" : "execute"] = command, ["id"] = id };
        if (arguments.Count > 0)
        {
            message["arguments"] = arguments;
        }

        return processes[(int)side]!.Send(message, cancel);
    }

    public ValueTask Link(LinkAction action, CancellationToken cancel)
    {
        if (listener == Listener.Transfer && action is LinkAction.Refuse or LinkAction.Accept)
        {
            refusesMemory = action == LinkAction.Refuse;
        }
        else
        {
            relay!.Act(action);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask Unplug(CancellationToken cancel) => failover is null
        ? throw new InvalidOperationException("the scenario has no failover devices")
        : failover.Unplug(cancel);

    public ValueTask LockDisk(bool locks, CancellationToken cancel)
    {
        image?.HoldElsewhere(locks);
        return ValueTask.CompletedTask;
    }

    public async ValueTask Kill(Side side, CancellationToken cancel) => await processes[(int)side]!.KillAndWait();

    public async ValueTask<Sight?> NextSight(TimeSpan patience, CancellationToken cancel)
    {
        for (var left = patience; left > TimeSpan.Zero; left -= settings.Silence)
        {
            if (await NextWithin(left < settings.Silence ? left : settings.Silence, cancel) is { } sight)
            {
                return sight;
            }

            if (left >= settings.Silence)
            {
                foreach (var process in Running)
                {
                    process.ThrowIfStopped();
                }
            }
        }

        if (patience > settings.Silence)
        {
            await Task.WhenAll(Running.Select(process => process.Examine()));
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Running)
        {
            process.Kill();
        }

        if (relay is not null)
        {
            await relay.DisposeAsync();
        }

        // A program that took a process over is done with before the process is.
        foreach (var process in Running.Reverse())
        {
            await process.DisposeAsync();
        }

        image?.Dispose();
        failover?.Dispose();
        tpm?.Dispose();
        folder.Dispose();
    }

    private async Task<Sight?> NextWithin(TimeSpan patience, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            return await sights.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (ChannelClosedException closed) when (closed.InnerException is BenchException fault)
        {
            throw fault;
        }
    }

    /// <summary>Starts one side; a failure ends the start of the other.</summary>
    private async Task Start(
        Side side, QemuBinary binary, IReadOnlyList<string> options, RunState guest, CancellationTokenSource both, JsonObject? prepares = null)
    {
        commandLines[side] = $"{binary.Name} " + string.Join(' ', options).Replace(folder.Path, "$DIR", StringComparison.Ordinal);
        if (side == Side.Destination && listener == Listener.Transfer)
        {
            processes[(int)side] = QemuProcess.StartWaiting(side, [.. binary.Command, .. options], folder, sights.Writer, settings, remark);
            await ChannelAddress.Listening(MemoryChannel, settings.StartPatience, both.Token);
            return;
        }

        if (side == Side.Destination && listener == Listener.Exec)
        {
            successor = [.. binary.Command, .. options, .. QemuProcess.Monitor(side, folder)];
            return;
        }

        try
        {
            processes[(int)side] = await QemuProcess.Start(side, [.. binary.Command, .. options], folder, sights.Writer, settings, remark, both.Token, awaited: guest, prepares: prepares);
        }
        catch
        {
            await both.CancelAsync();
            throw;
        }
    }
}
