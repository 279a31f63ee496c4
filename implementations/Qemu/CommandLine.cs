using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Implementations.Qemu;

/// <summary>A scenario's machines as QEMU options.</summary>
internal sealed class CommandLine(Scenario scenario, string machine, string destination, string accelerator, string firmware)
{
    /// <summary>The file of the disk that both machines have; null: they have none.</summary>
    internal string? Image { get; init; }

    /// <summary>Where the destination waits for the guest's memory, if it does (mode cpr-transfer).</summary>
    internal string? MemoryChannel { get; init; }

    /// <summary>Where the emulator of a TPM answers that will not be saved; null: the machines have none.</summary>
    internal string? Tpm { get; init; }

    /// <summary>A machine type that the destination has and no pair uses otherwise.</summary>
    private string OtherMachine => machine == "pc-q35-5.2" && destination == "5.2" ? "pc-q35-5.1" : "pc-q35-7.0";

    /// <summary>Where a job copies the disk to: nowhere.</summary>
    internal const string Copy = "copy0";

    /// <summary>And its name.</summary>
    internal const string Job = "job0";

    /// <summary>A backup that copies what the guest overwrites, and never ends by itself.</summary>
    internal static JsonObject BeginJob => new()
    {
        ["execute"] = "blockdev-backup",
        ["arguments"] = new JsonObject { ["job-id"] = Job, ["device"] = Disk, ["target"] = Copy, ["sync"] = "none" },
    };

    private const string Disk = "disk0";

    /// <summary>The device that blocks migration, by its name.</summary>
    internal const string Blocker = "blocker0";

    /// <summary>What <c>device_add</c> plugs in: a device that its controller takes at any time.</summary>
    internal static JsonObject Plugged => new() { ["driver"] = "usb-tablet", ["id"] = "plugged0", ["bus"] = $"{Controller}.0" };

    /// <summary>The controller, which only machines have that are given a device.</summary>
    private const string Controller = "plug";

    private bool IsGivenDevices => scenario.Steps.Any(step => step is CommandStep { Command: "device_add" });

    /// <summary>The folder it would show the guest.</summary>
    private string Shared => Path.GetDirectoryName(firmware)!.Replace(",", ",,", StringComparison.Ordinal);

    /// <summary>Where the harness does what the source's guest would do to its devices.</summary>
    internal string? GuestHand { get; init; }

    internal IReadOnlyList<string> Source => Build(
        scenario.Source.DirtyRing ? "kvm,dirty-ring-size=4096" : accelerator,
        machine,
        128,
        scenario.Source.Guest == RunState.Prelaunch,
        [.. Keys("client"), .. GuestHand is { } hand ? FailoverPair.Hand(hand) : [],
            .. scenario.Source.Blocker ? new[] { "-device", $"usb-mtp,id={Blocker},rootdir={Shared}" } : [],
            .. scenario.Source.ExtraDevice ? new[] { "-device", "i6300esb,addr=9" } : [], .. Uuid(1)]);

    internal IReadOnlyList<string> Destination => Build(
        accelerator,
        scenario.Destination.OtherMachineType ? OtherMachine : machine,
        scenario.Destination.OtherMemorySize ? 192 : 128,
        !scenario.Destination.AutoStart,
        [.. Keys("server"), "-incoming", "defer", .. MemoryChannel is { } path ? new[] { "-incoming", ChannelAddress.Of("cpr", path).ToJsonString() } : [], .. Uuid(2)]);

    private string[] Keys(string end) => scenario.Source.Tls ? ["-object", $"tls-creds-anon,id=tls0,endpoint={end}"] : [];

    private string[] Uuid(int number) => scenario.Destination.OtherUuid ? ["-uuid", $"00000000-0000-4000-8000-{number:d12}"] : [];

    private List<string> Build(string on, string machineType, int megabytes, bool paused, IEnumerable<string> more)
    {
        var words = new List<string>
        {
            "-machine", machineType, "-accel", on, "-m", $"{megabytes}", "-display", "none",
            "-nodefaults", "-no-user-config", "-bios", firmware,
        };
        if (scenario.Source.SharedMemory)
        {
            words.AddRange(
            [
                "-object", $"memory-backend-memfd,id=ram0,size={megabytes}M,share=on",
                "-machine", "memory-backend=ram0,aux-ram-share=on",
            ]);
        }

        if (Image is not null)
        {
            words.AddRange(["-blockdev", $"driver=file,node-name={Disk},filename={Image}", "-device", $"ide-hd,drive={Disk},bus=ide.0"]);
        }

        if (scenario.Source.DiskJob)
        {
            words.AddRange(["-blockdev", $"driver=null-co,node-name={Copy},read-zeroes=on,size={SharedImage.Size}"]);
        }

        if (scenario.Source.Blocker)
        {
            words.AddRange(["-device", "qemu-xhci"]);
        }

        if (IsGivenDevices)
        {
            words.AddRange(["-device", $"qemu-xhci,id={Controller}"]);
        }

        if (Tpm is not null)
        {
            words.AddRange(UnsavableTpm.Options(Tpm));
        }

        if (scenario.Source.Failover)
        {
            words.AddRange(FailoverPair.Options(machineType));
        }

        if (scenario.Source.Guest == RunState.Shutdown)
        {
            words.Add("-no-shutdown");
        }

        if (paused)
        {
            words.Add("-S");
        }

        words.AddRange(more);
        return words;
    }
}
