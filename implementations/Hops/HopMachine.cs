using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Migconf.Implementations.Guests;
using Migconf.Implementations.Qemu;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Hops;

/// <summary>A QEMU with the guest that rewrites memory.</summary>
internal sealed class HopMachine : IAsyncDisposable
{
    private const string Firmware = "guest.bin";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly QemuSession session;
    private readonly HopSettings settings;

    private HopMachine(QemuSession session, HopSettings settings) => (this.session, this.settings) = (session, settings);

    private int MemorySize => settings.Megabytes * 1024 * 1024;

    internal static async Task<HopMachine> Start(
        QemuBinary binary, string machine, HopSettings settings, Side side, CancellationToken cancel)
    {
        var megabytes = side == Side.Destination ? settings.DestinationMegabytes ?? settings.Megabytes : settings.Megabytes;
        string[] incoming = side == Side.Destination ? ["-incoming", "defer"] : [];
        var session = await QemuSession.StartWith(
            binary, ["-machine", machine, "-m", $"{megabytes}", "-bios", $"$DIR/{Firmware}", .. incoming], side, cancel,
            new QemuSettings { Accelerator = settings.Accelerator }, (Firmware, settings.Guest.Image()));
        return new(session, settings);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>The result of a command.</summary>
    internal async Task<JsonNode> Ask(string command, JsonObject arguments, CancellationToken cancel)
    {
        var reply = await session.Ask(command, arguments, cancel);
        return reply["return"] ?? throw new BenchException(
            "MIG-ENV-020", $"QEMU refuses {command} {arguments.ToJsonString()}: {reply["error"]?["desc"]}", "leave out the option that needs it, or take another release");
    }

    internal Task Switch(IEnumerable<string> capabilities, CancellationToken cancel)
    {
        var states = capabilities.Select(name => new JsonObject { ["capability"] = name, ["state"] = true }).ToArray<JsonNode>();
        return states.Length == 0 ? Task.CompletedTask : Ask("migrate-set-capabilities", new JsonObject { ["capabilities"] = new JsonArray(states) }, cancel);
    }

    /// <summary>Listens on a free port.</summary>
    internal async Task<string> Listen(CancellationToken cancel)
    {
        await Ask("migrate-incoming", new JsonObject { ["uri"] = "tcp:127.0.0.1:0" }, cancel);
        var reply = await Ask("query-migrate", [], cancel);
        return reply["socket-address"] is JsonArray and [JsonObject address, ..] && address["port"]?.GetValue<string>() is { } port
            ? $"tcp:127.0.0.1:{port}"
            : throw new BenchException("MIG-ENV-020", $"query-migrate tells no port: {reply.ToJsonString()}", "take a release that tells it (5.2 and later)");
    }

    internal async Task<(string Status, string Words)> Status(CancellationToken cancel)
    {
        var reply = await Ask("query-migrate", [], cancel);
        return (reply["status"]?.GetValue<string>() ?? "none", reply["error-desc"]?.GetValue<string>() ?? "");
    }

    /// <summary>Waits for one of these statuses.</summary>
    internal async Task<(string Status, string Words)> WaitFor(CancellationToken cancel, params string[] wanted)
    {
        while (true)
        {
            var found = await Status(cancel);
            if (wanted.Contains(found.Status))
            {
                return found;
            }

            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>Waits until the guest has reached a generation.</summary>
    /// <returns>The generation it has reached.</returns>
    internal async Task<uint> WaitForGeneration(uint least, CancellationToken cancel)
    {
        while (true)
        {
            var report = await Read(RewritingGuest.ReportAddress, 8, cancel);
            var generation = BinaryPrimitives.ReadUInt32LittleEndian(report.AsSpan(4));
            if (BinaryPrimitives.ReadUInt32LittleEndian(report) == RewritingGuest.Ready && generation >= least)
            {
                return generation;
            }

            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>All of the guest's memory.</summary>
    internal Task<byte[]> Memory(CancellationToken cancel) => Read(0, MemorySize, cancel);

    private async Task<byte[]> Read(uint address, int size, CancellationToken cancel)
    {
        var path = session.File(string.Create(CultureInfo.InvariantCulture, $"memory-{address:x}"));
        await Ask("pmemsave", new JsonObject { ["val"] = address, ["size"] = size, ["filename"] = path }, cancel);
        var bytes = await System.IO.File.ReadAllBytesAsync(path, cancel);
        return bytes.Length == size
            ? bytes
            : throw new BenchException("MIG-ENV-020", $"pmemsave wrote {bytes.Length} of {size} bytes", "see whether the disk is full");
    }
}
