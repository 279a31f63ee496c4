using Migconf.Streams.Items;
using Migconf.Wire.Memory;

namespace Migconf.Wire;

/// <summary>A device section, byte for byte.</summary>
/// <param name="Header">Its name, instance, version and id.</param>
/// <param name="Body">What lies between header and footer.</param>
/// <param name="IsEarly">Whether it came before the memory, as some devices' sections do.</param>
public sealed record DeviceSection(SectionHeader Header, byte[] Body, bool IsEarly);

/// <summary>A machine as it arrived: memory, devices, and how they were sent.</summary>
/// <param name="mostMemory">The most bytes of memory that are kept.</param>
public sealed class MachineImage(long mostMemory)
{
    /// <summary>Machine type, and what both sides must agree on; null when the source sent none.</summary>
    public MachineConfiguration? Configuration { get; internal set; }

    /// <summary>Its memory.</summary>
    public GuestMemory Memory { get; } = new(mostMemory);

    /// <summary>Its devices, in the order of the stream.</summary>
    public IList<DeviceSection> Devices { get; } = [];

    /// <summary>The header of the memory's section.</summary>
    public SectionHeader? Ram { get; internal set; }

    /// <summary>Live sections other than memory: they arrive in parts that mean nothing to the reference.</summary>
    public IList<string> Live { get; } = [];

    /// <summary>The description of the devices (JSON); null when the source sent none.</summary>
    public byte[]? Description { get; internal set; }

    /// <summary>The commands in the order of the stream.</summary>
    public IList<CommandKind> Commands { get; } = [];

    /// <summary>Whether sections end in footers.</summary>
    public bool HasFooters { get; internal set; } = true;

    /// <summary>Whether the guest was given away before all of its memory arrived.</summary>
    public bool WasPostcopy => Commands.Contains(CommandKind.PostcopyRun);

    /// <summary>The machine's UUID as multifd channels named it; zeros without.</summary>
    public Guid Uuid { get; internal set; }

    /// <summary>Whether a multifd flush was marked in the stream (8.1 and later) and not by the end of each part; null without multifd.</summary>
    public bool? FlushesAreMarked { get; internal set; }
}
