using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>Pairs of real QEMU processes.</summary>
public sealed class QemuBenchFactory : IBenchFactory
{
    private readonly QemuBinary source;
    private readonly QemuBinary destination;
    private readonly string accelerator;

    public QemuBenchFactory(QemuBinary source, QemuBinary destination, string accelerator = "tcg")
    {
        (this.source, this.destination, this.accelerator) = (source, destination, accelerator);
        if (accelerator == "kvm" && !CanUseKvm())
        {
            throw new BenchException("MIG-ENV-010", "KVM cannot be used on this machine: /dev/kvm is missing or not permitted", "leave --accel out (tcg), or join the group kvm");
        }
    }

    public IImplementation Source => source;

    public IImplementation Destination => destination;

    public async Task<IBench> Start(Scenario scenario, CancellationToken cancel) =>
        await QemuBench.Start(scenario, source, destination, accelerator, cancel);

    private static bool CanUseKvm()
    {
        try
        {
            using var device = File.Open("/dev/kvm", FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>A source and a destination of real QEMU, joined by a relay.</summary>
internal sealed class QemuBench : IBench
{
    private readonly PrivateDirectory folder = new();
    private readonly Channel<Sight> sights = Channel.CreateUnbounded<Sight>();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly QemuProcess?[] processes = new QemuProcess?[2];
    private readonly Dictionary<Side, string> commandLines = [];
    private Relay? relay;

    private QemuBench()
    {
    }

    public TimeSpan Elapsed => clock.Elapsed;

    public IReadOnlyDictionary<Side, string> CommandLines => commandLines;

    private string Incoming => folder.File("incoming.sock");

    internal static async Task<QemuBench> Start(
        Scenario scenario, QemuBinary source, QemuBinary destination, string accelerator, CancellationToken cancel)
    {
        var bench = new QemuBench();
        try
        {
            Firmware.WriteTo(bench.folder.File("guest.bin"));
            bench.relay = new Relay(bench.folder.Path, bench.Incoming, scenario.Destination.Listener);
            var older = Releases.Age(source.Release) <= Releases.Age(destination.Release) ? source.Release : destination.Release;
            var options = new CommandLine(scenario, $"pc-q35-{older}", accelerator, bench.folder.File("guest.bin"));
            var starting = new[]
            {
                bench.Start(Side.Source, source, options.Source, cancel),
                bench.Start(Side.Destination, destination, options.Destination, cancel),
            };
            await Task.WhenAll(starting);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    public ValueTask Send(Side side, int id, string command, JsonObject arguments, CancellationToken cancel)
    {
        arguments = (JsonObject)arguments.DeepClone();
        if (command is "migrate" or "migrate-incoming" && !arguments.ContainsKey("uri"))
        {
            arguments["uri"] = command == "migrate" ? relay!.Uri : $"unix:{Incoming}";
        }

        var message = new JsonObject { ["execute"] = command, ["id"] = id };
        if (arguments.Count > 0)
        {
            message["arguments"] = arguments;
        }

        return processes[(int)side]!.Send(message, cancel);
    }

    public ValueTask Link(LinkAction action, CancellationToken cancel)
    {
        relay!.Act(action);
        return ValueTask.CompletedTask;
    }

    public ValueTask Kill(Side side, CancellationToken cancel)
    {
        processes[(int)side]!.Kill();
        return ValueTask.CompletedTask;
    }

    public async ValueTask<Sight?> NextSight(TimeSpan patience, CancellationToken cancel)
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
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process?.Kill();
        }

        if (relay is not null)
        {
            await relay.DisposeAsync();
        }

        foreach (var process in processes)
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        folder.Dispose();
    }

    private async Task Start(Side side, QemuBinary binary, IReadOnlyList<string> options, CancellationToken cancel)
    {
        commandLines[side] = $"{binary.Name} " + string.Join(' ', options).Replace(folder.Path, "$DIR", StringComparison.Ordinal);
        processes[(int)side] = await QemuProcess.Start(side, [.. binary.Command, .. options], folder, sights.Writer, cancel);
    }
}
