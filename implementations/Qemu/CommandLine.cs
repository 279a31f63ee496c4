using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Implementations.Qemu;

/// <summary>A scenario's machines as QEMU options.</summary>
internal sealed class CommandLine(Scenario scenario, string machine, string accelerator, string firmware)
{
    /// <summary>A machine type all supported releases have, and that no pair uses otherwise.</summary>
    private const string OtherMachine = "pc-q35-7.0";

    internal IReadOnlyList<string> Source => Build(
        machine,
        128,
        scenario.Source.Guest == RunState.Prelaunch,
        scenario.Source.ExtraDevice ? ["-device", "pvpanic-pci,addr=9"] : []);

    internal IReadOnlyList<string> Destination => Build(
        scenario.Destination.OtherMachineType ? OtherMachine : machine,
        scenario.Destination.OtherMemorySize ? 192 : 128,
        !scenario.Destination.AutoStart,
        ["-incoming", "defer"]);

    private List<string> Build(string machineType, int megabytes, bool paused, IEnumerable<string> more)
    {
        var words = new List<string>
        {
            "-machine", machineType, "-accel", accelerator, "-m", $"{megabytes}", "-display", "none",
            "-nodefaults", "-no-user-config", "-bios", firmware,
        };
        if (paused)
        {
            words.Add("-S");
        }

        words.AddRange(more);
        return words;
    }
}
