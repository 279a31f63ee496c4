namespace Migconf.Compatibility.Trials;

/// <summary>A machine with one device of a type, as words of a command line that every release takes.</summary>
/// <param name="Device">The device type, as <c>-device help</c> has it; empty for the machine alone.</param>
/// <param name="Machine">A versioned machine type.</param>
/// <param name="Before">Options the device asks for: a bus, a backend.</param>
/// <param name="Properties">Properties of the device that it asks for, such as <c>drive=d0</c>.</param>
public sealed record Setup(string Device, string Machine, IReadOnlyList<string> Before, IReadOnlyList<string> Properties)
{
    private const string ProcessorSuffix = "-x86_64-cpu";

    /// <summary>Megabytes of memory: the least that every machine type starts with.</summary>
    private const string Memory = "8";

    /// <summary>A device with nothing but its name.</summary>
    public static Setup Plain(string device, string machine) => new(device, machine, [], []);

    /// <summary>Whether anything had to be added to the name.</summary>
    public bool IsPlain => Before.Count == 0 && Properties.Count == 0;

    /// <summary>A processor model takes the place of the machine's processor; QEMU plugs none beside it.</summary>
    public bool IsProcessor => Device.EndsWith(ProcessorSuffix, StringComparison.Ordinal);

    /// <summary>The words, the firmware left out.</summary>
    public IReadOnlyList<string> Words => ["-machine", Machine, "-m", Memory, .. Before, .. DeviceWords];

    private IEnumerable<string> DeviceWords => Device.Length == 0 ? []
        : IsProcessor ? ["-cpu", Device[..^ProcessorSuffix.Length]]
        : ["-device", string.Join(',', Properties.Prepend(Device))];
}
