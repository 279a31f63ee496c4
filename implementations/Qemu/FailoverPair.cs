using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A network device that cannot be migrated (the primary, in a slot of its own) and a spare that can (virtio failover). What a
/// driver in the guest would do to them is done from outside, through QEMU's test port: it reads and writes I/O ports.</summary>
internal sealed class FailoverPair : IDisposable
{
    private const int Spare = 3, Slot = 4;
    private const string Mac = "52:54:00:12:34:56";

    /// <summary>Capabilities of a PCI device are a list; these are the kinds looked for.</summary>
    private const int ListHead = 0x34, VendorKind = 0x09, ExpressKind = 0x10;

    /// <summary>Of a virtio device: the capability that is a window to its registers, and where these are in that space.</summary>
    private const int WindowType = 5, WindowBar = 4, WindowOffset = 8, WindowLength = 12, WindowData = 16, RegisterBar = 4;
    private const int FeatureSelect = 0x08, Features = 0x0C, Status = 0x14, QueueSelect = 0x16, QueueSize = 0x18;
    private const uint Acknowledged = 1, Driver = 2, FeaturesAccepted = 8;

    /// <summary>Of the features from 32 on: version 1, and that of a spare (62).</summary>
    private const uint UpperFeatures = 1 | 1u << 30;

    /// <summary>What no driver has set is 1024, which 11.1 refuses to load for the queue of commands (docs/compatibility-findings.md).</summary>
    private const uint QueueLength = 64;
    private const int Queues = 3;

    /// <summary>Of a slot that devices can be plugged into: its control register, with the lamp and the power switch in it.</summary>
    private const int SlotControl = 0x18;
    private const uint PowerOn = 0x0100, PowerOff = 0x0700;

    private readonly TimeSpan patience;
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] buffer = new byte[256];

    private FailoverPair(TimeSpan patience) => this.patience = patience;

    /// <summary>The options that make the port.</summary>
    internal static string[] Hand(string path) =>
        ["-qtest", $"unix:{path.Replace(",", ",,", StringComparison.Ordinal)},server=on,wait=off", "-qtest-log", "/dev/null"];

    /// <summary>The options that make the devices. From 6.1 on machines plug by ACPI unless told to do it as PCI Express does.</summary>
    internal static IEnumerable<string> Options(string machine) =>
    [
        .. machine is "pc-q35-5.2" or "pc-q35-5.1" ? Array.Empty<string>() : ["-global", "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off"],
        "-device", $"pcie-root-port,id=slot0,chassis=1,slot=1,addr={Slot}",
        "-device", $"virtio-net-pci,id=spare0,addr={Spare},mac={Mac},failover=on,romfile=",
        "-device", $"e1000e,id=primary0,bus=slot0,mac={Mac},failover_pair_id=spare0,romfile=",
    ];

    /// <summary>The driver of the spare says that it knows what a spare is: the primary is plugged in, and its slot switched on.</summary>
    /// <param name="path">The port.</param>
    /// <param name="patience">For each answer.</param>
    /// <param name="cancel">Ends it.</param>
    internal static async Task<FailoverPair> Negotiate(string path, TimeSpan patience, CancellationToken cancel)
    {
        var pair = new FailoverPair(patience);
        try
        {
            await pair.socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            var window = await pair.Find(Spare, cap => (cap & 0xFF) == VendorKind && cap >> 24 == WindowType, cancel);
            await pair.Set(window, Status, 1, Acknowledged | Driver, cancel);
            for (uint queue = 0; queue < Queues; queue++)
            {
                await pair.Set(window, QueueSelect, 2, queue, cancel);
                await pair.Set(window, QueueSize, 2, QueueLength, cancel);
            }

            await pair.Set(window, FeatureSelect, 4, 1, cancel);
            await pair.Set(window, Features, 4, UpperFeatures, cancel);
            await pair.Set(window, Status, 1, Acknowledged | Driver | FeaturesAccepted, cancel);
            await pair.Switch(PowerOn, cancel);
            return pair;
        }
        catch
        {
            pair.Dispose();
            throw;
        }
    }

    /// <summary>The driver of the slot switches it off, as it was asked to: the primary is gone.</summary>
    internal async ValueTask Unplug(CancellationToken cancel) => await Switch(PowerOff, cancel);

    public void Dispose() => socket.Dispose();

    private async Task Switch(uint how, CancellationToken cancel)
    {
        var express = await Find(Slot, cap => (cap & 0xFF) == ExpressKind, cancel);
        await Write(Slot, express + SlotControl, 2, how, cancel);
    }

    /// <summary>A register of the spare, through the window in its configuration space.</summary>
    private async Task Set(int window, int register, int bytes, uint value, CancellationToken cancel)
    {
        await Write(Spare, window + WindowBar, 1, RegisterBar, cancel);
        await Write(Spare, window + WindowOffset, 4, (uint)register, cancel);
        await Write(Spare, window + WindowLength, 4, (uint)bytes, cancel);
        await Write(Spare, window + WindowData, bytes, value, cancel);
    }

    /// <summary>Where in a device's configuration space a capability is.</summary>
    private async Task<int> Find(int device, Func<uint, bool> isIt, CancellationToken cancel)
    {
        for (var at = (int)(await Read(device, ListHead, cancel) & 0xFF); at != 0;)
        {
            var capability = await Read(device, at, cancel);
            if (isIt(capability))
            {
                return at;
            }

            at = (int)(capability >> 8 & 0xFF);
        }

        throw new BenchException("MIG-ENV-023", $"the device in slot {device} of the source has not the capability that virtio failover needs", "try a QEMU with virtio-net-pci and pcie-root-port as upstream builds them");
    }

    private async Task<uint> Read(int device, int register, CancellationToken cancel)
    {
        await Address(device, register, cancel);
        return Convert.ToUInt32(await Ask("inl 0xcfc", cancel), 16);
    }

    private async Task Write(int device, int register, int bytes, uint value, CancellationToken cancel)
    {
        await Address(device, register, cancel);
        var width = bytes switch { 1 => "b", 2 => "w", _ => "l" };
        await Ask(string.Create(CultureInfo.InvariantCulture, $"out{width} 0x{0xCFC + (register & 3):x} 0x{value:x}"), cancel);
    }

    private Task<string> Address(int device, int register, CancellationToken cancel) =>
        Ask(string.Create(CultureInfo.InvariantCulture, $"outl 0xcf8 0x{0x8000_0000 | (uint)device << 11 | (uint)(register & 0xFC):x}"), cancel);

    /// <summary>One line, one answer: <c>OK</c> and a value.</summary>
    private async Task<string> Ask(string line, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        var answer = "";
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(line + "\n"), limit.Token);
            while (!answer.EndsWith('\n'))
            {
                var count = await socket.ReceiveAsync(buffer, limit.Token);
                answer += count > 0 ? Encoding.ASCII.GetString(buffer, 0, count) : throw new SocketException((int)SocketError.ConnectionReset);
            }
        }
        catch (SocketException)
        {
            throw new BenchException("MIG-ENV-023", $"the source closed its test port at '{line}'", "look at what it said when it ended");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException(
                "MIG-ENV-023", $"the test port of the source did not answer '{line}' within {patience.TotalSeconds:0.#} s", "its main loop hangs, or the machine is very busy: try again");
        }

        return answer.StartsWith("OK", StringComparison.Ordinal)
            ? answer[2..].Trim()
            : throw new BenchException("MIG-ENV-023", $"the test port of the source answers '{answer.Trim()}' to '{line}'", "look whether another client is connected to it");
    }
}
