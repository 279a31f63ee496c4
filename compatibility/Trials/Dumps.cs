using Migconf.Devices.Dumps;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;

namespace Migconf.Compatibility.Trials;

/// <summary>Takes the <c>-dump-vmstate</c> file of a real QEMU.</summary>
internal static class Dumps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static async Task<Dump> Of(QemuBinary binary, string machine)
    {
        using var folder = new PrivateDirectory(new QemuSettings().TemporaryFolder);
        var file = folder.File("dump.json");
        using var group = ProcessGroup.Start([.. binary.Command, "-machine", machine, "-accel", "tcg", "-display", "none", "-nodefaults", "-dump-vmstate", file], folder);
        var ended = await group.Ends(Patience);
        group.Kill();
        return ended && group.ExitCode == 0 ? Dump.Load(file, await File.ReadAllTextAsync(file))
            : throw new BenchException(
                "MIG-ENV-018", $"{binary.Name} writes no -dump-vmstate file: {QemuWords.Of(await group.Output.Text(Patience))}", "run it by hand with -dump-vmstate FILE");
    }
}
